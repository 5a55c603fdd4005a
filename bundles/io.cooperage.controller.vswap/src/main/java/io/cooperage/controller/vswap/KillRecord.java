package io.cooperage.controller.vswap;

import io.cooperage.api.container.ContainerId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's line about a process that it killed for lack of memory (dump_oom_victim of
 * mm/oom_kill.c).
 *
 * @param container the CT whose process it was
 * @param limit whether the CT's own limit was reached; else the node ran out
 * @param task the process's name, chosen by itself
 */
record KillRecord(ContainerId container, boolean limit, String task, int pid) {
  private static final String UUID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

  // A task's name and a CT's own groups hold what their makers like, but no group's name holds a
  // slash, and everything of theirs comes after the first path: that one decides.
  private static final Pattern BY_LIMIT =
      Pattern.compile(",oom_memcg=/(?:[^,/]+/)*" + UUID + ",task_memcg=/");

  private static final Pattern BY_NODE =
      Pattern.compile(",global_oom,task_memcg=/(?:[^,/]+/)*?" + UUID + "(?:/|,)");

  private static final Pattern VICTIM = Pattern.compile(",task=(.*),pid=(\\d{1,9}),uid=\\d+$");

  /** Reads a message; empty if it is about something else or about no CT. */
  static Optional<KillRecord> parse(String message) {
    Matcher victim = VICTIM.matcher(message);
    if (!message.startsWith("oom-kill:") || !victim.find()) {
      return Optional.empty();
    }
    Matcher limit = BY_LIMIT.matcher(message);
    if (limit.find()) {
      return Optional.of(record(limit, true, victim));
    }
    Matcher node = BY_NODE.matcher(message);
    return node.find() ? Optional.of(record(node, false, victim)) : Optional.empty();
  }

  private static KillRecord record(Matcher where, boolean limit, Matcher victim) {
    return new KillRecord(
        ContainerId.parse(where.group(1)),
        limit,
        victim.group(1),
        Integer.parseInt(victim.group(2)));
  }
}
