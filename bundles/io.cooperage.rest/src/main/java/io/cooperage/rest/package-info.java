/** The HTTP API on a Unix socket. */
package io.cooperage.rest;
