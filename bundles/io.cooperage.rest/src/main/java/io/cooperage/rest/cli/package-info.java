/**
 * {@code /1.0/cli}: runs a command of Karaf's shell for {@code ct} and streams what it prints. The
 * answer is a sequence of frames: one byte of kind, four bytes of length (big endian), the payload.
 */
package io.cooperage.rest.cli;
