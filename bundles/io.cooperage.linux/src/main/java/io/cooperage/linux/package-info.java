/** Thin, typed access to the Linux kernel: mounts, network, files, processes; errors by name. */
package io.cooperage.linux;
