package io.cooperage.linux.net;

/**
 * Where packets to an address go.
 *
 * @param prefixLength how specific the matching route is, 0 for the default route
 * @param device the index of the device they leave by
 * @param local whether the address is one of this namespace's own
 */
public record RouteLookup(int prefixLength, int device, boolean local) {}
