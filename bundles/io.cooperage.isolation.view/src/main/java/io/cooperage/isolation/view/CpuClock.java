package io.cooperage.isolation.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The times of a CT's CPUs, none of which ever falls although their number may change. What the CT
 * used is spread evenly over those that it had then. For one thread at a time.
 */
final class CpuClock {
  private static final int TICKS = 4;

  private final Times all = new Times();
  private final List<Times> each = new ArrayList<>();
  private long seen;
  private long created;

  /** Hundredths of a second. */
  private static final class Times {
    private long user;
    private long system;
    private long idle;

    /** Those of a line that was shown. */
    private static Times parse(String[] words) {
      Times times = new Times();
      times.user = Numbers.orElse(words[1], 0);
      times.system = Numbers.orElse(words[3], 0);
      times.idle = Numbers.orElse(words[TICKS], 0);
      return times;
    }

    private String line(String name) {
      return String.format(Locale.ROOT, "%s %d 0 %d %d 0 0 0 0 0 0%n", name, user, system, idle);
    }
  }

  /** A clock that goes on from a text of {@link #stat} that was shown before; empty for none. */
  CpuClock(String shown) {
    for (String line : shown.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words[0].equals("cpu") && words.length > TICKS) {
        all.idle = Numbers.orElse(words[TICKS], 0);
      } else if (words[0].startsWith("cpu") && words.length > TICKS) {
        each.add(Times.parse(words));
      } else if (words[0].equals("processes") && words.length > 1) {
        created = Numbers.orElse(words[1], 0);
      }
    }
  }

  /** Hundredths of a second of idle time, after so many since the start of the CT. */
  long idle(Cpus cpus, long uptime) {
    advance(cpus, uptime);
    return all.idle;
  }

  private void advance(Cpus cpus, long uptime) {
    long user = Math.max(0, cpus.user() - all.user);
    long system = Math.max(0, cpus.system() - all.system);
    long gone = Math.max(0, Math.max(0, uptime - seen) * cpus.count() - user - system);
    long idle = seen == 0 ? Math.max(0, gone - all.idle) : gone;
    while (each.size() < cpus.count()) {
      each.add(new Times());
    }
    spread(cpus.count(), user, system, idle);
    all.user += user;
    all.system += system;
    all.idle += idle;
    seen = Math.max(seen, uptime);
  }

  // What was shown by an earlier daemon is in the lines, and not yet in the sums.
  private void spread(int count, long user, long system, long idle) {
    boolean resumed = seen == 0 && each.stream().anyMatch(t -> t.idle > 0);
    for (int i = 0; i < count; i++) {
      Times cpu = each.get(i);
      cpu.user = resumed ? Math.max(cpu.user, user / count) : cpu.user + part(user, count, i);
      cpu.system =
          resumed ? Math.max(cpu.system, system / count) : cpu.system + part(system, count, i);
      cpu.idle += part(idle, count, i);
    }
  }

  private static long part(long sum, int count, int which) {
    return sum / count + (which < sum % count ? 1 : 0);
  }

  /** {@code /proc/stat}: interrupts are the host's own. */
  String stat(Cpus cpus, long uptime, long booted, Load.Tasks tasks) {
    advance(cpus, uptime);
    created = Math.max(created, tasks.all());
    StringBuilder text = new StringBuilder(512);
    text.append(all.line("cpu "));
    for (int i = 0; i < cpus.count(); i++) {
      text.append(each.get(i).line("cpu" + i));
    }
    return text.append("intr 0\nctxt 0\nbtime ")
        .append(booted)
        .append("\nprocesses ")
        .append(created)
        .append("\nprocs_running ")
        .append(Math.max(1, tasks.running()))
        .append("\nprocs_blocked ")
        .append(tasks.blocked())
        .append("\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n")
        .toString();
  }
}
