package io.cooperage.api.container;

import java.util.OptionalLong;

/**
 * How to change.
 *
 * @param dryRun only plan; nothing changes
 * @param ifRevision refuse with CHANGED unless the CT has this revision
 */
public record SetOptions(Scope scope, boolean dryRun, OptionalLong ifRevision) {
  public static SetOptions both() {
    return new SetOptions(Scope.BOTH, false, OptionalLong.empty());
  }

  public static SetOptions of(Scope scope) {
    return new SetOptions(scope, false, OptionalLong.empty());
  }

  public static SetOptions planOnly() {
    return new SetOptions(Scope.BOTH, true, OptionalLong.empty());
  }
}
