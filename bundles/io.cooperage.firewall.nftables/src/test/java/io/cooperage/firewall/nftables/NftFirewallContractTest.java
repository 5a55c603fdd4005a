package io.cooperage.firewall.nftables;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class NftFirewallContractTest extends ResourceControllerContract {
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
    return node.firewall();
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return WiredCell.of("coopfgone");
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        TestNode.values("drop", "accept", "in accept tcp port 22"),
        TestNode.values("accept", "reject"),
        TestNode.values("reject", "drop", "out accept udp port 53", "out accept to fd00::/8"),
        TestNode.values("accept", "accept", "in drop icmp from 10.0.0.0/8"));
  }
}
