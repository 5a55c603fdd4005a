package io.cooperage.spi.controller;

import java.util.Objects;

/**
 * What a CT takes from the node: an amount of something that can run out, or a key that only one
 * may have.
 *
 * @param resource as {@code disk.space} or {@code ip}
 * @param key the exclusive key; empty for an amount
 * @param amount in the resource's own unit; 0 for a key
 */
public record Claim(String resource, String key, long amount) {
  public Claim {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(key, "key");
  }

  public static Claim amount(String resource, long amount) {
    return new Claim(resource, "", amount);
  }

  public static Claim exclusive(String resource, String key) {
    return new Claim(resource, key, 0);
  }
}
