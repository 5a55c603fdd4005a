/** Builds the busybox template. */
package io.cooperage.template.busybox;
