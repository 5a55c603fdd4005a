package io.cooperage.spi.controller;

import io.cooperage.api.parameter.ParameterValues;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the kernel obey a family of parameters. Published as an OSGi service; the engine applies it
 * to running CTs when it arrives and never resets the kernel when it leaves.
 *
 * <p>For one CT, {@code apply}, {@code readBack} and {@code release} are called one at a time on a
 * jobs thread; {@code usage} may run beside them on the sampler's. Every call is bounded (5 s);
 * what throws fails only the change at hand, and a controller that fails again and again is
 * quarantined.
 */
@ConsumerType
public interface ResourceController extends ParameterOwner {
  /** Unique among controllers, [a-z][a-z0-9-]*: "cpu". */
  String name();

  /**
   * Whether a CT must not start without it, whatever is set: because what it enforces keeps CTs
   * from the host. Asked once, when the service arrives.
   */
  default boolean essential() {
    return false;
  }

  /**
   * Makes the kernel obey. Idempotent. The values are total: an owned parameter that is absent gets
   * the kernel's default, so that applying the old values is the undo. CREATE and RESTART
   * parameters are included.
   */
  void apply(Cell cell, ParameterValues total);

  /** What the kernel says now, for each owned parameter that it enforces. */
  List<Effective> readBack(Cell cell);

  /**
   * What applying the values to this running CT would do beside what they say, as to press it below
   * what it uses now. Changes nothing. Called before {@link #apply} of a change to a running CT.
   */
  default List<Consequence> foresee(Cell cell, ParameterValues total) {
    return List.of();
  }

  /** The CT's counters of what this controller limits, from the kernel. */
  default List<ResourceCount> counts(Cell cell) {
    return List.of();
  }

  /** What {@link #usage} reports; known without any CT. */
  default List<Meter> meters() {
    return List.of();
  }

  /** Samples; runs without the CT's lock, must be quick, and answers with what it can read. */
  default void usage(Cell cell, UsageSink sink) {}

  /**
   * A number that grows whenever a process of the CT has run; empty if this controller cannot tell.
   * As quick as one read of a file: it is asked each time to spare {@link #usage}.
   */
  default OptionalLong activity(Cell cell) {
    return OptionalLong.empty();
  }

  /**
   * Whether {@link #usage} stays as it is while no process of the CT runs, but for what may be told
   * half a minute late: then it is seldom asked for a CT that rests. Always the same.
   */
  default boolean rests() {
    return false;
  }

  /** Begins to watch for events of a CT that has just started or was adopted. */
  default Watch watch(Cell cell, EventSink sink) {
    return Watch.none();
  }

  /**
   * Gives up what it holds for a CT, after its stop, also after a crash; idempotent. The cgroups go
   * by themselves.
   */
  default void release(Cell cell) {}
}
