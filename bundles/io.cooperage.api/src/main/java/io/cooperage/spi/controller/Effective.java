package io.cooperage.spi.controller;

import io.cooperage.api.parameter.Parameter;

/**
 * What the kernel says about one parameter.
 *
 * @param parameter its name
 * @param value the canonical text of the value in force; empty for "no limit"
 * @param where the knob, as {@code memory:memory.limit_in_bytes}
 * @param rounding the canonical text that was asked, if the kernel had to round it; else empty
 */
public record Effective(String parameter, String value, String where, String rounding) {
  public static <T> Effective of(Parameter<T> parameter, T value, String where) {
    return new Effective(parameter.name(), parameter.type().format(value), where, "");
  }

  public static Effective unlimited(Parameter<?> parameter, String where) {
    return new Effective(parameter.name(), "", where, "");
  }

  /** The same, rounded by the kernel from what was asked. */
  public Effective roundedFrom(String asked) {
    return new Effective(parameter, value, where, asked);
  }
}
