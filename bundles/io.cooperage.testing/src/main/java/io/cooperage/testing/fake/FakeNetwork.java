package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.network.NetworkRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Interfaces in memory, with the list parameter {@code ip}. */
public final class FakeNetwork implements NetworkProvider {
  /** Addresses with prefix length. */
  public static final Parameter<String> IP =
      Parameter.builder(
              "ip",
              ValueTypes.line(
                  "ADDRESS/LENGTH",
                  s -> s.matches("[0-9.]+/[0-9]+"),
                  "must be an address with a prefix length"))
          .list("ipadd", "ipdel")
          .description("Addresses of the CT.")
          .group("network")
          .build();

  private final Map<ContainerId, List<String>> attached = new ConcurrentHashMap<>();
  private final Faults faults = new Faults();
  private volatile boolean deaf;
  private volatile String device = "fake0";

  /** Calls that can fail: attach, attached, update, detach. */
  public Faults faults() {
    return faults;
  }

  /** CTs that the host holds something for. */
  public Set<ContainerId> attached() {
    return new TreeSet<>(attached.keySet());
  }

  /** Addresses in force. */
  public List<String> inForce(ContainerId id) {
    return attached.getOrDefault(id, List.of());
  }

  /** Whether updates do nothing, though they do not fail. */
  public void ignoreUpdates(boolean value) {
    deaf = value;
  }

  /** As a reboot does. */
  public void reboot() {
    attached.clear();
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(IP);
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return values.list(IP).stream()
        .map(a -> Claim.exclusive("ip", a.substring(0, a.indexOf('/'))))
        .toList();
  }

  @Override
  public List<Attachment> attach(NetworkRequest request) {
    faults.check("attach");
    attached.put(request.container(), request.values().list(IP));
    faults.check("attached");
    return wired();
  }

  @Override
  public List<Attachment> update(NetworkRequest request, List<Attachment> present) {
    faults.check("update");
    if (!deaf) {
      attached.put(request.container(), request.values().list(IP));
    }
    return wired();
  }

  /** From the next change on, CTs hang on a device of that name. */
  public void device(String name) {
    device = name;
  }

  private List<Attachment> wired() {
    return List.of(new Attachment("fake", "eth0", device, "02:00:00:00:00:01", Map.of()));
  }

  @Override
  public List<Effective> readBack(NetworkRequest request, List<Attachment> present) {
    return inForce(request.container()).stream().map(a -> Effective.of(IP, a, "eth0")).toList();
  }

  @Override
  public void detach(ContainerId container, List<Attachment> present) {
    faults.check("detach");
    attached.remove(container);
  }

  @Override
  public List<String> addresses(ParameterValues values) {
    return values.list(IP);
  }
}
