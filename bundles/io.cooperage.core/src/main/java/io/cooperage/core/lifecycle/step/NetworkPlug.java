package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the network provider of a CT. */
public final class NetworkPlug {
  private final EngineParts parts;

  /** A plug for the CTs of these parts. */
  public NetworkPlug(EngineParts parts) {
    this.parts = parts;
  }

  private static String kind(LiveContainer live) {
    return live.kind(Family.NETWORK.name());
  }

  private NetworkRequest request(LiveContainer live, Map<String, List<String>> texts) {
    Sandbox sandbox =
        live.runtime()
            .map(RuntimeRecord::sandbox)
            .orElseThrow(
                () -> new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " is down"));
    NetworkNamespace namespace =
        parts
            .leases()
            .call(Family.ISOLATION, sandbox.kind(), i -> i.network(sandbox))
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.NOT_RUNNING,
                        "CT " + live + " has no network namespace any more"));
    return new NetworkRequest(live.id(), namespace, parts.values(live, Family.NETWORK, texts));
  }

  void attach(LiveContainer live, Map<String, List<String>> texts) {
    if (kind(live).isEmpty()) {
      return;
    }
    NetworkRequest request = request(live, texts);
    plugged(live, parts.leases().call(Family.NETWORK, kind(live), n -> n.attach(request)));
  }

  /** Makes changed values good; answers roundings. */
  List<String> update(LiveContainer live, Map<String, List<String>> texts) {
    if (kind(live).isEmpty()) {
      return List.of();
    }
    NetworkRequest request = request(live, texts);
    List<Attachment> present = attachments(live);
    plugged(live, parts.leases().call(Family.NETWORK, kind(live), n -> n.update(request, present)));
    List<Effective> effective =
        parts
            .leases()
            .call(Family.NETWORK, kind(live), n -> n.readBack(request, attachments(live)));
    return ReadBack.check(Family.NETWORK.describe(kind(live)), effective, texts);
  }

  /** What is in force on a running CT. */
  public List<Effective> readBack(LiveContainer live) {
    if (kind(live).isEmpty() || live.runtime().isEmpty()) {
      return List.of();
    }
    NetworkRequest request = request(live, live.runtime().get().applied());
    return parts
        .leases()
        .call(Family.NETWORK, kind(live), n -> n.readBack(request, attachments(live)));
  }

  void detach(LiveContainer live) {
    if (!kind(live).isEmpty()) {
      parts.leases().run(Family.NETWORK, kind(live), n -> n.detach(live.id(), attachments(live)));
    }
  }

  private static List<Attachment> attachments(LiveContainer live) {
    return live.runtime().map(RuntimeRecord::attachments).orElse(List.of());
  }

  private static void plugged(LiveContainer live, List<Attachment> attachments) {
    RuntimeRecord r = live.runtime().orElseThrow();
    live.runtime(
        Optional.of(
            new RuntimeRecord(r.id(), r.sandbox(), attachments, r.applied(), r.startedAt())));
  }

  /** Works out the addresses that listings show. */
  public void refreshAddresses(LiveContainer live) {
    if (kind(live).isEmpty()) {
      return;
    }
    try {
      live.addresses(
          parts
              .leases()
              .call(
                  Family.NETWORK,
                  kind(live),
                  n ->
                      n.addresses(parts.values(live, Family.NETWORK, live.record().parameters()))));
    } catch (ContainerException e) {
      // Without its provider a CT is listed with the addresses known last.
      return;
    }
  }
}
