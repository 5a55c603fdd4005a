package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of a CT's parameters as it is journaled.
 *
 * @param changed parameters that differ
 * @param stored texts that the record shall have; as they are if nothing is to be saved
 * @param applied texts that the running CT shall have
 * @param was texts that the running CT had of the changed ones, for the undo
 * @param save whether the record is saved
 * @param live whether the running CT is changed
 * @param revision the record's revision before
 * @param run the run that the change was planned for, see {@link #run(LiveContainer)}
 */
public record ChangePlan(
    Set<String> changed,
    Map<String, List<String>> stored,
    Map<String, List<String>> applied,
    Map<String, List<String>> was,
    boolean save,
    boolean live,
    long revision,
    String run) {
  /** For a change that is right for any run. */
  public static final String ANY_RUN = "any";

  private static final String YES = "yes";

  /** The plan as journaled values. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("changed", String.join(" ", new TreeSet<>(changed)));
    values.put("stored", TextMap.encode(stored));
    values.put("applied", TextMap.encode(applied));
    values.put("was", TextMap.encode(was));
    values.put("save", save ? YES : "no");
    values.put("live", live ? YES : "no");
    values.put("revision", Long.toString(revision));
    values.put("run", run);
    return values;
  }

  static ChangePlan of(StepContext c) {
    Set<String> changed = new TreeSet<>(List.of(c.value("changed").split(" ", -1)));
    changed.remove("");
    return new ChangePlan(
        changed,
        TextMap.decode(c.value("stored")),
        TextMap.decode(c.value("applied")),
        TextMap.decode(c.value("was")),
        c.value("save").equals(YES),
        c.value("live").equals(YES),
        Long.parseLong(c.value("revision")),
        c.value("run"));
  }

  /** A word for the present run of a CT; "down" without one. */
  public static String run(LiveContainer live) {
    return live.runtime().map(r -> r.startedAt().toString()).orElse("down");
  }

  /** What the running CT had before. */
  Map<String, List<String>> appliedBefore() {
    Map<String, List<String>> before = new LinkedHashMap<>(applied);
    before.keySet().removeAll(changed);
    before.putAll(was);
    return before;
  }
}
