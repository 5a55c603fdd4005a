package io.cooperage.spi.cgroup;

/** What can be controlled; the same words for v1 and v2. */
public enum Subsystem {
  CPU,
  CPUACCT,
  CPUSET,
  MEMORY,
  /** blkio on v1. */
  IO,
  PIDS,
  /** v1 only; v2 uses BPF device programs. */
  DEVICES,
  FREEZER,
  HUGETLB,
  /** The unified hierarchy itself: process management without any controller. */
  CORE
}
