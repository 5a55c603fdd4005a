package io.cooperage.controller.network;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class NetworkControllerContractTest extends ResourceControllerContract {
  private TestNode node;
  private WiredCell cell;

  @BeforeEach
  void startNode() {
    node = new TestNode();
    cell = node.start().cell();
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Override
  protected ResourceController controller() {
    return node.controller("1G");
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return WiredCell.of("coopngone");
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        Values.of("rate", "10M", "ratelimit", "50M", "ratein", "20M", "ratelimitin", "1G"),
        Values.of("rate", "30M", "ratebound", "yes", "ratelimitin", "8K"),
        Values.of("ratelimit", "100G"),
        Values.of("ratelimitin", "1500K", "rate", "8K", "ratebound", "no"));
  }
}
