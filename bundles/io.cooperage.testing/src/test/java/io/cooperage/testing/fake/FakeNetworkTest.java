package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.testing.network.NetworkProviderContract;
import java.util.List;

class FakeNetworkTest extends NetworkProviderContract {
  private final FakeNetwork network = new FakeNetwork();

  @Override
  protected NetworkProvider provider() {
    return network;
  }

  @Override
  protected NetworkRequest request(ContainerId container, ParameterValues values) {
    return new NetworkRequest(container, new NetworkNamespace("/fake/net", 1), values);
  }

  @Override
  protected void end(ContainerId container) {}

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        ParameterValues.builder().parse(FakeNetwork.IP, List.of("10.0.0.1/24")).build(),
        ParameterValues.builder()
            .parse(FakeNetwork.IP, List.of("10.0.0.2/24", "10.0.0.3/24"))
            .build());
  }

  @Override
  protected boolean holds(ContainerId container) {
    return network.attached().contains(container);
  }
}
