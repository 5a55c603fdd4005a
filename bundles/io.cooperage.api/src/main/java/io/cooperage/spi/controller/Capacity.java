package io.cooperage.spi.controller;

import java.util.Objects;

/**
 * How much the node has of something that CTs claim by amounts, see {@link Claim#amount}.
 *
 * @param resource as {@code memory.guarantee}; the same word as in the claims
 * @param unit bytes, percent, bit/s ...
 * @param amount what all CTs together may claim at an overcommit ratio of 1; the node's
 *     configuration can set another ratio
 */
public record Capacity(String resource, String unit, long amount) {
  public Capacity {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(unit, "unit");
  }
}
