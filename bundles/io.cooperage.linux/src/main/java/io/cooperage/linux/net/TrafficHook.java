package io.cooperage.linux.net;

/** Where the filters of a device look at packets, before any queue. */
public enum TrafficHook {
  /** What comes in by the device. */
  INGRESS(0xfffffff2),
  /** What is about to leave by it. */
  EGRESS(0xfffffff3);

  private final int parent;

  TrafficHook(int parent) {
    this.parent = parent;
  }

  int parent() {
    return parent;
  }
}
