package io.cooperage.spi.network;

import java.util.Map;
import java.util.Objects;

/**
 * One interface of a CT as it is stored while it runs.
 *
 * @param kind network kind
 * @param device name inside the CT, as eth0
 * @param hostDevice name on the host
 * @param mac as 02:00:00:aa:bb:cc
 * @param properties the provider's own, as addresses
 */
public record Attachment(
    String kind, String device, String hostDevice, String mac, Map<String, String> properties) {
  public Attachment {
    Objects.requireNonNull(kind, "kind");
    properties = Map.copyOf(properties);
  }
}
