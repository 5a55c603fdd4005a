/**
 * Which devices a container may use: nothing but the harmless ones unless {@code devices} or {@code
 * devnodes} say more, by the v1 devices controller or a BPF program on the unified hierarchy.
 */
package io.cooperage.controller.devices;
