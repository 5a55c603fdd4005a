package io.cooperage.supervisor;

import java.util.Collection;

/** The kinds of namespaces, as in {@code namespaces(7)}. */
public enum Namespace {
  TIME(0x00000080L),
  MOUNT(0x00020000L),
  CGROUP(0x02000000L),
  UTS(0x04000000L),
  IPC(0x08000000L),
  USER(0x10000000L),
  PID(0x20000000L),
  NETWORK(0x40000000L);

  private final long bit;

  Namespace(long bit) {
    this.bit = bit;
  }

  static long bits(Collection<Namespace> namespaces) {
    return namespaces.stream().mapToLong(n -> n.bit).reduce(0, (a, b) -> a | b);
  }
}
