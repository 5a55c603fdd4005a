package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.StepContext;
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
 * @param save whether the record is saved
 * @param live whether the running CT is changed
 * @param revision the record's revision before
 */
public record ChangePlan(
    Set<String> changed,
    Map<String, List<String>> stored,
    Map<String, List<String>> applied,
    boolean save,
    boolean live,
    long revision) {
  private static final String YES = "yes";

  /** The plan as journaled values. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("changed", String.join(" ", new TreeSet<>(changed)));
    values.put("stored", TextMap.encode(stored));
    values.put("applied", TextMap.encode(applied));
    values.put("save", save ? YES : "no");
    values.put("live", live ? YES : "no");
    values.put("revision", Long.toString(revision));
    return values;
  }

  static ChangePlan of(StepContext c) {
    Set<String> changed = new TreeSet<>(List.of(c.value("changed").split(" ", -1)));
    changed.remove("");
    return new ChangePlan(
        changed,
        TextMap.decode(c.value("stored")),
        TextMap.decode(c.value("applied")),
        c.value("save").equals(YES),
        c.value("live").equals(YES),
        Long.parseLong(c.value("revision")));
  }
}
