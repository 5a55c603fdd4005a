package io.cooperage.firewall.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in accept tcp port 22 | in accept tcp port 22",
        "IN  Accept TCP port 22,80-90 from 10.1.2.3/8 | in accept tcp from 10.0.0.0/8 port 22,80-90",
        "out drop any to FD00:0::1 | out drop to fd00::1",
        "out reject udp to 192.0.2.7/32 port 53-53 | out reject udp to 192.0.2.7 port 53",
        "in drop icmpv6 from fd00::/7 | in drop icmpv6 from fc00::/7",
        "in drop | in drop"
      })
  void aRuleHasOneCanonicalText(String given, String canonical) {
    Rule rule = RuleText.parse(given);

    assertThat(rule).hasToString(canonical);
    assertThat(RuleText.parse(canonical)).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "in",
        "forward accept",
        "in allow",
        "in accept sctp port 1",
        "in accept port 22",
        "in accept icmp port 1",
        "in accept tcp port",
        "in accept tcp port 0",
        "in accept tcp port 65536",
        "in accept tcp port 9-8",
        "in accept tcp port 22 port 23",
        "in accept tcp port ssh",
        "in accept tcp port 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17",
        "in accept from example.org",
        "in accept from 10.0.0.0/33",
        "in accept from 0.0.0.0/0",
        "in accept from 10.0.0.1 to fd00::1",
        "in accept icmp from fd00::1",
        "in accept icmpv6 from 10.0.0.1",
        "in accept tcp port 22; drop",
        "in accept comment \"x\"",
        "in accept from 10.0.0.1\" drop"
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleText.parse(text))
        .withMessageStartingWith("must be ");
  }

  @Test
  void everyFaultOfARuleIsToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleText.parse("inn acept tpc from 10.0.0.999 port 0,x"))
        .withMessageContainingAll("'inn'", "'acept'", "'tpc'", "10.0.0.999", "port 0", "'x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleText.parse("x".repeat(401)))
        .withMessageContaining("at most 400");
  }
}
