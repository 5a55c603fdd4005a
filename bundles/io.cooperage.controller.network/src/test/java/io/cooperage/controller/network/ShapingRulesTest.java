package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.Problem;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShapingRulesTest {
  private static final HostFacts HOST = host(Map.of());

  private TestNode node;

  @BeforeEach
  void startNode() {
    node = new TestNode();
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private static HostFacts host(Map<String, String> features) {
    return new HostFacts(1L << 30, 2, "test", features);
  }

  private List<String> problems(String total, HostFacts host, String... values) {
    return node.controller(total).validate(Values.of(values), host).stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void aLimitBelowTheGuaranteeIsRefused() {
    assertThat(problems("1G", HOST, "rate", "20M", "ratelimit", "10M", "ratelimitin", "10M"))
        .containsExactly("ratelimit '10M' must be at least rate, which is 20M");
  }

  @Test
  void ratesThatAreBoundNeedARateAndNoLimitBeside() {
    assertThat(problems("1G", HOST, "ratebound", "yes", "ratelimit", "10M"))
        .containsExactly("ratebound 'yes' needs rate or ratein");
    assertThat(problems("1G", HOST, "ratebound", "yes", "rate", "10M", "ratelimit", "10M"))
        .containsExactly("ratebound 'yes' contradicts ratelimit");
    assertThat(problems("1G", HOST, "ratebound", "yes", "rate", "10M", "ratelimitin", "10M"))
        .isEmpty();
  }

  @Test
  void aGuaranteeBeyondTheNodeIsRefused() {
    assertThat(problems("100M", HOST, "ratein", "101M"))
        .containsExactly("ratein '101M' must be at most 100M, the node's bandwidth");
  }

  @Test
  void aGuaranteeNeedsTheNodesBandwidth() {
    assertThat(problems("auto", HOST, "rate", "1M", "ratelimit", "2M"))
        .singleElement()
        .asString()
        .contains("rate '1M' needs the node's bandwidth")
        .endsWith("set total in io.cooperage.controller.network.cfg");
    assertThat(problems("auto", host(Map.of("network.linkspeed", "1000000")), "rate", "1M"))
        .isEmpty();
  }

  @Test
  void everyParameterNamesTheKernelFeatureThatIsMissing() {
    HostFacts bare = host(Map.of("network.shaping", "sch_htb and sch_ingress"));

    assertThat(problems("1G", bare, "rate", "1M", "ratelimitin", "2M"))
        .containsExactly(
            "rate '1M' needs sch_htb and sch_ingress, which this host's kernel lacks",
            "ratelimitin '2M' needs sch_htb and sch_ingress, which this host's kernel lacks");
    assertThat(problems("1G", bare)).isEmpty();
  }

  @Test
  void guaranteesAreClaimedFromTheNodeInEachDirection() {
    NetworkController controller = node.controller("100M");

    assertThat(controller.claims(Values.of("rate", "10M", "ratein", "1M", "ratelimit", "20M")))
        .extracting(c -> c.resource() + "=" + c.amount())
        .containsExactly("network.guarantee=10000000", "network.guarantee.in=1000000");
    assertThat(controller.capacities(HOST))
        .extracting(c -> c.resource() + "=" + c.amount())
        .containsExactly("network.guarantee=100000000", "network.guarantee.in=100000000");
    assertThat(node.controller("auto").capacities(HOST)).isEmpty();
  }
}
