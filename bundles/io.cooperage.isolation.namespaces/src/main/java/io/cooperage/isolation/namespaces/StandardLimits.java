package io.cooperage.isolation.namespaces;

import io.cooperage.supervisor.Plan;

/**
 * The resource limits that every program of a CT starts with, as a fresh machine has them, see
 * {@code getrlimit(2)}. Whoever started the node's supervisor has limits of its own, which must not
 * come along, but for hard limits that it may not raise; the number of processes is the business of
 * a control group.
 */
enum StandardLimits {
  CPU(0, -1, -1),
  FILE_SIZE(1, -1, -1),
  DATA(2, -1, -1),
  STACK(3, 8 << 20, -1),
  CORE(4, 0, -1),
  RESIDENT(5, -1, -1),
  PROCESSES(6, -1, -1),
  OPEN_FILES(7, 1024, 524288),
  LOCKED_MEMORY(8, 8 << 20, 8 << 20),
  ADDRESS_SPACE(9, -1, -1),
  LOCKS(10, -1, -1),
  PENDING_SIGNALS(11, 65536, 65536),
  MESSAGE_QUEUES(12, 819200, 819200),
  NICE(13, 0, 0),
  REAL_TIME_PRIORITY(14, 0, 0),
  REAL_TIME(15, -1, -1);

  private final int number;
  private final long soft;
  private final long hard;

  StandardLimits(int number, long soft, long hard) {
    this.number = number;
    this.soft = soft;
    this.hard = hard;
  }

  static void add(Plan<?> plan) {
    for (StandardLimits limit : values()) {
      plan.limit(limit.number, limit.soft, limit.hard);
    }
  }
}
