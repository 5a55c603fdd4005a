/**
 * Builds the {@code busybox} template from the host's static busybox: one program, a link for each
 * of its applets, and the few files in {@code etc} that make it a system.
 */
package io.cooperage.template.busybox;
