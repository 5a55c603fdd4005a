package io.cooperage.spi.controller;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One line of a CT's resource counters, in the columns of OpenVZ's {@code user_beancounters}.
 *
 * @param resource as {@code physpages} or {@code numproc}; a parameter's name where one limits it
 * @param unit bytes, pages, count ...; all amounts of the line are in it
 * @param held in use now
 * @param maxHeld most that was in use since the CT's start; empty where the kernel keeps none
 * @param barrier where the kernel begins to press; empty if there is none
 * @param limit what the kernel never exceeds; empty for no limit
 * @param failCount how often something was refused, or killed, for it; empty if it is not counted
 */
public record ResourceCount(
    String resource,
    String unit,
    long held,
    OptionalLong maxHeld,
    OptionalLong barrier,
    OptionalLong limit,
    OptionalLong failCount) {
  public ResourceCount {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(unit, "unit");
  }

  /** A line with the amount in use alone; add what is known besides. */
  public static ResourceCount held(String resource, String unit, long held) {
    OptionalLong none = OptionalLong.empty();
    return new ResourceCount(resource, unit, held, none, none, none, none);
  }

  public ResourceCount maxHeld(long amount) {
    return new ResourceCount(
        resource, unit, held, OptionalLong.of(amount), barrier, limit, failCount);
  }

  public ResourceCount barrier(long amount) {
    return new ResourceCount(
        resource, unit, held, maxHeld, OptionalLong.of(amount), limit, failCount);
  }

  public ResourceCount limit(long amount) {
    return new ResourceCount(
        resource, unit, held, maxHeld, barrier, OptionalLong.of(amount), failCount);
  }

  public ResourceCount failCount(long times) {
    return new ResourceCount(resource, unit, held, maxHeld, barrier, limit, OptionalLong.of(times));
  }
}
