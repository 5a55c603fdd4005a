package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.job.StepContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a CT would get of the host's from a backup. Whoever can write to the backup's place may have
 * asked for it, so the operator must allow it.
 */
public final class HostReach {
  /** Journaled: "yes" if the operator allows it. */
  static final String ALLOWED = "privileged";

  private HostReach() {}

  /**
   * Refuses what is not allowed to a new CT.
   *
   * @throws ContainerException BAD_VALUE with the parameters' names
   */
  public static void requireAllowed(FoundBackup backup, CatalogView view, boolean allowed) {
    BackupNotes notes = backup.notes();
    Set<String> gained = gained(view, Map.of(), notes.parameters());
    if (notes.privileged()) {
      gained.add(GuestParameters.PRIVILEGED.name());
    }
    require(backup, gained, allowed);
  }

  /**
   * Refuses what is not allowed to a CT that is there; what it has already is.
   *
   * @throws ContainerException BAD_VALUE with the parameters' names
   */
  public static void requireAllowed(
      FoundBackup backup,
      CatalogView view,
      Map<String, List<String>> before,
      Map<String, List<String>> after,
      boolean allowed) {
    require(backup, gained(view, before, after), allowed);
  }

  /** Whether the operator allowed it when the job was accepted. */
  static boolean allowed(StepContext context) {
    return context.value(ALLOWED).equals("yes");
  }

  static String word(boolean allowed) {
    return allowed ? "yes" : "no";
  }

  private static Set<String> gained(
      CatalogView view, Map<String, List<String>> before, Map<String, List<String>> after) {
    Set<String> gained = new TreeSet<>();
    view.parameters().stream()
        .filter(owned -> owned.parameter().reachesHost())
        .map(owned -> owned.parameter().name())
        .filter(name -> !before.getOrDefault(name, List.of()).containsAll(texts(after, name)))
        .forEach(gained::add);
    return gained;
  }

  private static List<String> texts(Map<String, List<String>> all, String name) {
    return all.getOrDefault(name, List.of());
  }

  private static void require(FoundBackup backup, Set<String> gained, boolean allowed) {
    if (!gained.isEmpty() && !allowed) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE,
          "backup "
              + backup.id()
              + " gives its container what is the host's: "
              + String.join(", ", gained),
          "Whoever can write to "
              + backup.place()
              + " may have made it. If you trust it, restore it with --privileged.");
    }
  }
}
