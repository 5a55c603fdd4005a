/**
 * What a container's files of {@code /proc} and {@code /sys} say of memory, swap, CPUs, load and
 * disk: its own, not the host's.
 */
package io.cooperage.isolation.view;
