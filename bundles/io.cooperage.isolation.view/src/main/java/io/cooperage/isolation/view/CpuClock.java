package io.cooperage.isolation.view;

import java.util.Locale;

/**
 * Idle time of a CT's CPUs, which never falls although their number may change. For one thread at a
 * time.
 */
final class CpuClock {
  private long idle;
  private long seen;
  private long used;

  /** A clock that goes on from a text of {@link #stat} that was shown before; empty for none. */
  CpuClock(String shown) {
    String[] words = shown.lines().findFirst().orElse("").strip().split("\\s+", -1);
    idle = words.length > 4 && words[0].equals("cpu") ? Numbers.orElse(words[4], 0) : 0;
  }

  /** Hundredths of a second of idle time, after so many since the start of the CT. */
  long idle(Cpus cpus, long uptime) {
    long gone = Math.max(0, (uptime - seen) * cpus.count() - Math.max(0, cpus.used() - used));
    idle = seen == 0 ? Math.max(idle, gone) : idle + gone;
    seen = Math.max(seen, uptime);
    used = cpus.used();
    return idle;
  }

  /** {@code /proc/stat}: time is spread evenly over the CPUs; interrupts are the host's own. */
  String stat(Cpus cpus, long uptime, long booted, Load.Tasks tasks) {
    long idleTime = idle(cpus, uptime);
    int count = cpus.count();
    StringBuilder text = new StringBuilder(512);
    text.append(times("cpu ", cpus.user(), cpus.system(), idleTime));
    for (int i = 0; i < count; i++) {
      text.append(times("cpu" + i, cpus.user() / count, cpus.system() / count, idleTime / count));
    }
    return text.append("intr 0\nctxt 0\nbtime ")
        .append(booted)
        .append("\nprocesses ")
        .append(tasks.all())
        .append("\nprocs_running ")
        .append(Math.max(1, tasks.running()))
        .append("\nprocs_blocked ")
        .append(tasks.blocked())
        .append("\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n")
        .toString();
  }

  private static String times(String name, long user, long system, long idle) {
    return String.format(Locale.ROOT, "%s %d 0 %d %d 0 0 0 0 0 0%n", name, user, system, idle);
  }
}
