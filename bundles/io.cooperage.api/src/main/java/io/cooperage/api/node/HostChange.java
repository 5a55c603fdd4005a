package io.cooperage.api.node;

/**
 * Something that Cooperage changed on the host.
 *
 * @param kind who can put it back: sysctl, zram, nft-table, pool-mount ...
 * @param key what was changed, as {@code net.ipv4.ip_forward}
 * @param before its value before; empty if it did not exist
 * @param after the value that was set
 * @param reason why, for the operator
 */
public record HostChange(String kind, String key, String before, String after, String reason) {}
