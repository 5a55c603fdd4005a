package io.cooperage.firewall.nftables;

import static io.cooperage.firewall.nftables.TestNode.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.cgroup.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftFirewallTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> ALL_KINDS =
      List.of(
          "in accept tcp port 22,80-90,8080",
          "out drop",
          "in reject udp from 10.0.0.0/8 to 10.79.1.2 port 53",
          "in accept icmp from 192.0.2.0/24",
          "in drop icmpv6 from fd00::/8",
          "out accept icmpv6",
          "in accept icmp",
          "out accept from 10.79.1.2",
          "out reject tcp to fd00::1",
          "in accept tcp",
          "in drop udp to fd79:1::2 port 1-65535");

  private TestNode node;
  private NftFirewall firewall;
  private WiredCell cell;

  @BeforeEach
  void startNode() {
    node = new TestNode();
    firewall = node.firewall();
    cell = node.start().cell();
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void everyKindOfRuleIsReadBackInItsOrderAlsoByAnotherInstance() {
    firewall.apply(cell, values("drop", "reject", ALL_KINDS.toArray(String[]::new)));

    assertThat(node.listing()).contains(chain(Direction.IN));
    assertThat(rules(firewall)).containsExactlyElementsOf(ALL_KINDS);
    NftFirewall next = node.firewall();
    assertThat(rules(next)).containsExactlyElementsOf(ALL_KINDS);
    next.apply(cell, values("drop", "reject", "in drop"));
    assertThat(rules(next)).containsExactly("in drop");
    next.release(cell);
    assertThat(node.listing()).contains("forwarded_in").doesNotContain(chain(Direction.IN));
  }

  @Test
  void aContainerWithoutRulesNeedsNothingInTheKernel() {
    firewall.apply(cell, ParameterValues.empty());

    assertThat(node.listing()).isEmpty();
    assertThat(node.ledger().changes()).isEmpty();
    assertThat(firewall.readBack(cell))
        .extracting(Effective::value)
        .containsExactly("", "accept", "accept");
  }

  @Test
  void theTableIsRecordedAndTakenBack() {
    firewall.apply(cell, values("drop", "accept"));

    HostChange change = node.ledger().changes().get(0);
    TableRestorer restorer = new TableRestorer();
    assertThat(change.kind()).isEqualTo(restorer.kind());
    node.run(
        () -> {
          restorer.restore(change);
          restorer.restore(change);
          return null;
        });
    assertThat(node.listing()).isEmpty();
  }

  @Test
  void whatSomebodyElseChangesIsSeen() {
    firewall.apply(cell, values("drop", "accept", "in accept tcp port 22"));
    String in = new ChainName(Direction.IN, cell.id()).toString();

    node.nft("insert rule inet " + TestNode.TABLE + " " + in + " accept");
    Eventually.holds("the foreign rule is told", PATIENCE, () -> told("what is not ours"));
    node.nft("flush chain inet " + TestNode.TABLE + " " + in);
    Eventually.holds("the missing rules are told", PATIENCE, () -> rules(firewall).contains(""));
    firewall.apply(cell, values("drop", "accept", "in accept tcp port 22"));
    assertThat(rules(firewall)).containsExactly("in accept tcp port 22");

    node.nft("flush map inet " + TestNode.TABLE + " in_of");
    Eventually.holds(
        "a policy that nothing meets is none",
        PATIENCE,
        () -> firewall.readBack(cell).stream().anyMatch(e -> isUnset(e, "firewall_in")));
  }

  @Test
  void rulesThatAnotherProgramFlushedAwayComeBackForEveryContainer() {
    WiredCell other = node.start().cell();
    firewall.apply(cell, values("drop", "accept", "in accept tcp port 22"));
    firewall.apply(other, values("accept", "drop"));

    node.nft("flush ruleset");
    firewall.heal();

    assertThat(rules(firewall)).containsExactly("in accept tcp port 22");
    assertThat(firewall.readBack(other))
        .extracting(Effective::value)
        .containsExactly("", "accept", "drop");
    node.nft("flush map inet " + TestNode.TABLE + " out_of");
    firewall.heal();
    assertThat(firewall.readBack(other))
        .extracting(Effective::value)
        .containsExactly("", "accept", "drop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flush table inet %1$s",
        "flush chain inet %1$s forwarded_in",
        "flush chain inet %1$s to_host",
        "insert rule inet %1$s from_host accept",
        "flush map inet %1$s out_of",
        "flush chain inet %1$s %2$s"
      })
  void whatIsMissingIsNoPolicyAndIsPutBack(String damage) {
    WiredCell other = node.start().cell();
    firewall.apply(cell, values("drop", "accept", "in accept tcp port 22"));
    firewall.apply(other, values("accept", "drop"));
    List<String> before = node.rules();

    node.nft(damage.formatted(TestNode.TABLE, chain(Direction.IN)));
    Eventually.holds(
        "a policy that nothing meets is none",
        PATIENCE,
        () -> Stream.of(cell, other).anyMatch(this::lacksPolicy));
    firewall.heal();

    assertThat(node.rules()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(Stream.of(cell, other)).noneMatch(this::lacksPolicy);
  }

  @Test
  void chainsOfContainersThatEndedUnseenAreDropped() {
    TestNode.TestContainer other = node.start();
    firewall.apply(cell, values("drop", "accept"));
    firewall.apply(other.cell(), values("drop", "accept"));

    NftFirewall next = node.firewall();
    node.unplug(other);
    next.heal();

    String gone = new ChainName(Direction.IN, other.cell().id()).toString();
    assertThat(node.listing()).contains(chain(Direction.IN)).doesNotContain(gone);
  }

  @Test
  void whatNftRefusesIsToldWithTheContainer() {
    firewall.apply(cell, values("drop", "accept"));
    node.nft("delete table inet " + TestNode.TABLE);
    node.nft("add table inet " + TestNode.TABLE);
    node.nft("add map inet " + TestNode.TABLE + " in_of { type ipv4_addr : verdict; }");

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> firewall.apply(cell, values("drop", "drop")))
        .withMessageContaining("the firewall of CT " + cell.id())
        .satisfies(e -> assertThat(e.hint()).contains("nft list table"));
  }

  @Test
  void tooManyRulesAndAHostWithoutNftablesAreProblems() {
    String[] many =
        IntStream.rangeClosed(1, 129).mapToObj(i -> "in drop tcp port " + i).toArray(String[]::new);
    HostFacts bare = new HostFacts(1, 1, "test", Map.of(FirewallProbe.FEATURE, "no"));

    assertThat(firewall.validate(values("accept", "accept", many), bare))
        .extracting(p -> p.message())
        .anyMatch(m -> m.contains("129 rules"))
        .anyMatch(m -> m.contains("libnftables1"));
    assertThat(firewall.validate(ParameterValues.empty(), bare)).isEmpty();
  }

  @Test
  void rulesOfAContainerWithoutNetworkAreRefused() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> firewall.apply(WiredCell.of(), values("drop", "accept")))
        .withMessageContaining("no network device");
  }

  @Test
  void theProbeFindsTheLibrary() {
    assertThat(new FirewallProbe().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.cost()).isEmpty());
  }

  private String chain(Direction direction) {
    return new ChainName(direction, cell.id()).toString();
  }

  private boolean lacksPolicy(WiredCell each) {
    return firewall.readBack(each).stream()
        .anyMatch(e -> isUnset(e, "firewall_in") || isUnset(e, "firewall_out"));
  }

  private boolean told(String words) {
    return firewall.readBack(cell).stream().anyMatch(e -> e.value().contains(words));
  }

  private static boolean isUnset(Effective effective, String parameter) {
    return effective.parameter().equals(parameter) && effective.value().isEmpty();
  }

  private List<String> rules(NftFirewall instance) {
    return instance.readBack(cell).stream()
        .filter(e -> e.parameter().equals("firewall"))
        .map(Effective::value)
        .toList();
  }
}
