package io.cooperage.network.routed;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.testing.network.NetworkProviderContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

class RoutedNetworkContractTest extends NetworkProviderContract {
  private final List<RoutedNetwork> opened = new ArrayList<>();
  private TestHost host;

  @BeforeEach
  void startHost() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
  }

  @AfterEach
  void stopHost() {
    opened.forEach(RoutedNetwork::close);
    host.close();
  }

  @Override
  protected NetworkProvider provider() {
    RoutedNetwork network = host.provider();
    opened.add(network);
    return network;
  }

  @Override
  protected NetworkRequest request(ContainerId container, ParameterValues values) {
    if (host.namespace(container) == null) {
      host.start(container);
    }
    var place = host.namespace(container);
    return new NetworkRequest(
        container,
        new NetworkNamespace(place.path().toString(), StatusCalls.status(place).inode()),
        values);
  }

  @Override
  protected void end(ContainerId container) {
    host.stop(container);
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        values(false, "10.77.0.101", "fd77::101"),
        values(true, "10.77.0.102"),
        values(false, "fd77::103", "fd77::104", "10.77.0.103", "10.77.0.104"));
  }

  @Override
  protected boolean holds(ContainerId container) {
    return host.view().link(Wiring.hostDevice(container, host.vethPrefix())).isPresent();
  }

  private static ParameterValues values(boolean nat, String... addresses) {
    return ParameterValues.builder()
        .parse(RoutedParameters.IP, List.of(addresses))
        .put(RoutedParameters.NAT, nat)
        .build();
  }
}
