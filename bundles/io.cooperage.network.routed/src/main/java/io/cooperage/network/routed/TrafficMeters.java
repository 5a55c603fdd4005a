package io.cooperage.network.routed;

import io.cooperage.linux.net.Link;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;

/**
 * What a CT's device counts, limited or not. The device is the host's end: it receives what the CT
 * sends. Bytes are those of frames with their Ethernet headers.
 */
final class TrafficMeters {
  private static final Meter RECEIVED =
      counter("network.received", "bytes", "Bytes that came to the CT.");
  private static final Meter RECEIVED_PACKETS =
      counter("network.received.packets", "packets", "Packets that came to the CT.");
  private static final Meter RECEIVED_DROPPED =
      counter(
          "network.received.dropped",
          "packets",
          "Packets to the CT that its device dropped, as while it was down.");
  private static final Meter SENT = counter("network.sent", "bytes", "Bytes that the CT sent.");
  private static final Meter SENT_PACKETS =
      counter("network.sent.packets", "packets", "Packets that the CT sent.");
  private static final Meter SENT_DROPPED =
      counter(
          "network.sent.dropped",
          "packets",
          "Packets from the CT that the host dropped at its device.");

  static final List<Meter> ALL =
      List.of(RECEIVED, RECEIVED_PACKETS, RECEIVED_DROPPED, SENT, SENT_PACKETS, SENT_DROPPED);

  private TrafficMeters() {}

  private static Meter counter(String name, String unit, String description) {
    return new Meter(name, unit, Meter.Kind.COUNTER, description);
  }

  static void report(Link.Traffic hostEnd, UsageSink sink) {
    sink.put(RECEIVED, hostEnd.sentBytes());
    sink.put(RECEIVED_PACKETS, hostEnd.sentPackets());
    sink.put(RECEIVED_DROPPED, hostEnd.sentDropped());
    sink.put(SENT, hostEnd.receivedBytes());
    sink.put(SENT_PACKETS, hostEnd.receivedPackets());
    sink.put(SENT_DROPPED, hostEnd.receivedDropped());
  }
}
