package io.cooperage.api.container;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How to change.
 *
 * @param dryRun only plan; nothing changes
 * @param ifRevision refuse with CHANGED unless the CT has this revision
 * @param force do also what kills processes of a running CT or takes what they hold
 * @param sample sample configuration whose settings come before all others; empty for none
 */
public record SetOptions(
    Scope scope, boolean dryRun, OptionalLong ifRevision, boolean force, String sample) {
  public SetOptions {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(ifRevision, "ifRevision");
    Objects.requireNonNull(sample, "sample");
  }

  /** Without force and without a sample. */
  public SetOptions(Scope scope, boolean dryRun, OptionalLong ifRevision) {
    this(scope, dryRun, ifRevision, false, "");
  }

  public static SetOptions both() {
    return of(Scope.BOTH);
  }

  public static SetOptions of(Scope scope) {
    return new SetOptions(scope, false, OptionalLong.empty());
  }

  public static SetOptions planOnly() {
    return new SetOptions(Scope.BOTH, true, OptionalLong.empty());
  }

  /** The same, also where processes of the CT pay for it. */
  public SetOptions forced() {
    return new SetOptions(scope, dryRun, ifRevision, true, sample);
  }

  /** The same, beginning with a sample configuration. */
  public SetOptions withSample(String name) {
    return new SetOptions(scope, dryRun, ifRevision, force, name);
  }
}
