package io.cooperage.controller.network;

import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostLedger;

/** Sees to it that a lane's device is there before a CT is put into it; the ledger knows it. */
final class Ground {
  /** The kind of host change that a lane's device is recorded as. */
  static final String CHANGE_KIND = "network-queue";

  private final Bandwidths bandwidths;
  private final HostLedger ledger;

  Ground(Bandwidths bandwidths, HostLedger ledger) {
    this.bandwidths = bandwidths;
    this.ledger = ledger;
  }

  /** Answers what the lane's node has, in bytes per second. */
  long prepare(Lane lane) {
    long bytes = bandwidths.node(lane.direction()).map(Bandwidth::toBytes).orElse(Lane.NO_LIMIT);
    if (lane.ready(bytes)) {
      return bytes;
    }
    ledger.record(
        new HostChange(
            CHANGE_KIND,
            lane.device(),
            "",
            "device " + lane.device(),
            "limits what CTs " + (lane.direction() == Direction.OUT ? "send" : "receive")));
    lane.make(bytes);
    return bytes;
  }
}
