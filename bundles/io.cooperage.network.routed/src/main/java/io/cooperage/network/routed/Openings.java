package io.cooperage.network.routed;

/**
 * What of the host's CTs reach.
 *
 * @param host ports of the host itself, also where it hands them on to somebody else
 * @param linkLocal ports of addresses that only the host's own network knows, as those under which
 *     a cloud's provider tells a host its secrets
 */
record Openings(HostPorts host, HostPorts linkLocal) {}
