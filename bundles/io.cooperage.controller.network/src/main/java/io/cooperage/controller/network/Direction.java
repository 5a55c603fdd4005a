package io.cooperage.controller.network;

import io.cooperage.linux.net.TrafficHook;

/** A CT's traffic, seen from the CT. */
enum Direction {
  /** What the CT sends: it comes in by the host's end of its pair. */
  OUT(TrafficHook.INGRESS, "out", "network.guarantee", "sent"),
  /** What the CT receives: it leaves by the host's end. */
  IN(TrafficHook.EGRESS, "in", "network.guarantee.in", "received");

  private final TrafficHook hook;
  private final String word;
  private final String resource;
  private final String participle;

  Direction(TrafficHook hook, String word, String resource, String participle) {
    this.hook = hook;
    this.word = word;
    this.resource = resource;
    this.participle = participle;
  }

  TrafficHook hook() {
    return hook;
  }

  String word() {
    return word;
  }

  /** What guarantees are claimed from. */
  String resource() {
    return resource;
  }

  String participle() {
    return participle;
  }
}
