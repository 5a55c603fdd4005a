/**
 * How many processes and terminals a container may have: {@code numproc} over the kernel's pids
 * controller, alike on cgroup v1 and v2, and {@code numpty} over the container's own devpts.
 */
package io.cooperage.controller.pids;
