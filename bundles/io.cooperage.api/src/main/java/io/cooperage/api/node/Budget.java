package io.cooperage.api.node;

import java.util.OptionalDouble;

/**
 * A resource that the node promises to CTs by amounts.
 *
 * @param resource as {@code memory.guarantee} or {@code disk.space}
 * @param unit bytes, percent, bit/s ...; all amounts are in it
 * @param capacity what the node has
 * @param overcommit how many times of that may be promised; empty for no bound
 * @param promised to all CTs in sum
 * @param left what can still be promised; 0 if more than allowed is promised already, {@link
 *     Long#MAX_VALUE} without a bound
 */
public record Budget(
    String resource,
    String unit,
    long capacity,
    OptionalDouble overcommit,
    long promised,
    long left) {}
