package io.cooperage.firewall.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the rules of one chain for nft. */
final class ChainText {
  /** The comments of what passes whatever the rules say. */
  static final Set<String> PASSING = Set.of("replies", "neighbours");

  /** The comment of the last rule. */
  static final String POLICY = "policy";

  private ChainText() {}

  /**
   * The rules of a chain, one a line.
   *
   * @param before the chain as it is now, whose counters go on where a rule stays
   */
  static List<String> lines(Wanted wanted, Direction direction, KernelChain before) {
    List<String> lines = new ArrayList<>();
    lines.add("ct state established,related accept comment \"replies\"");
    lines.add(
        "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept comment \"neighbours\"");
    for (int i = 0; i < wanted.rules().size(); i++) {
      Rule rule = wanted.rules().get(i);
      if (rule.direction() == direction) {
        add(lines, rule, i + 1, tally(rule, before));
      }
    }
    Verdict policy = wanted.policies().of(direction);
    Tally met =
        before
            .policy()
            .filter(p -> p.verdict() == policy)
            .map(KernelChain.CountedPolicy::tally)
            .orElse(Tally.NONE);
    lines.add(end(met, policy, POLICY));
    return lines;
  }

  private static Tally tally(Rule rule, KernelChain before) {
    return before.rules().values().stream()
        .filter(counted -> counted.rule().equals(rule))
        .map(KernelChain.Counted::tally)
        .findFirst()
        .orElse(Tally.NONE);
  }

  private static void add(List<String> lines, Rule rule, int number, Tally met) {
    StringBuilder match = new StringBuilder();
    rule.source()
        .ifPresent(
            p -> match.append(p.isIpv4() ? "ip" : "ip6").append(" saddr ").append(p).append(' '));
    rule.destination()
        .ifPresent(
            p -> match.append(p.isIpv4() ? "ip" : "ip6").append(" daddr ").append(p).append(' '));
    String comment = Integer.toString(number);
    if (rule.ports().isEmpty()) {
      String protocol =
          rule.protocol() == Protocol.ANY ? "" : "meta l4proto " + rule.protocol().number() + " ";
      lines.add(match + protocol + end(met, rule.verdict(), comment));
      return;
    }
    Tally first = met;
    for (PortRange range : rule.ports()) {
      String ports = Rule.word(rule.protocol()) + " dport " + range + " ";
      lines.add(match + ports + end(first, rule.verdict(), comment));
      first = Tally.NONE;
    }
  }

  private static String end(Tally met, Verdict verdict, String comment) {
    return "counter packets %d bytes %d %s comment \"%s\""
        .formatted(met.packets(), met.bytes(), Rule.word(verdict), comment);
  }
}
