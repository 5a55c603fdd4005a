package io.cooperage.firewall.nftables;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.linux.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the rules of one chain from nft's JSON; a rule with several ports is several of nft's. */
final class ChainReader {
  private final Direction direction;
  private final Map<Integer, KernelChain.Counted> rules = new TreeMap<>();
  private final List<String> foreign = new ArrayList<>();
  private Optional<KernelChain.CountedPolicy> policy = Optional.empty();
  private int passing;

  ChainReader(Direction direction) {
    this.direction = direction;
  }

  void add(JsonNode rule) {
    String comment = rule.path("comment").asText();
    List<JsonNode> parts = new ArrayList<>();
    rule.path("expr").forEach(parts::add);
    if (ChainText.PASSING.contains(comment) && verdict(parts).equals(Optional.of(Verdict.ACCEPT))) {
      passing++;
    } else if (!read(comment, parts)) {
      foreign.add("rule " + rule.path("handle").asText() + " of " + rule.path("chain").asText());
    }
  }

  KernelChain chain() {
    return new KernelChain(
        rules, policy, List.copyOf(foreign), passing == ChainText.PASSING.size());
  }

  private boolean read(String comment, List<JsonNode> parts) {
    Optional<Verdict> verdict = verdict(parts);
    if (verdict.isEmpty()) {
      return false;
    }
    Tally tally = tally(parts);
    if (comment.equals(ChainText.POLICY)) {
      policy = Optional.of(new KernelChain.CountedPolicy(verdict.get(), tally));
      return parts.size() == 2;
    }
    if (!comment.matches("[0-9]{1,4}")) {
      return false;
    }
    Match match = new Match();
    if (!parts.stream().filter(p -> p.has("match")).map(p -> p.get("match")).allMatch(match::add)) {
      return false;
    }
    Rule piece =
        new Rule(
            direction, verdict.get(), match.protocol, match.source, match.destination, match.ports);
    rules.merge(
        Integer.parseInt(comment), new KernelChain.Counted(piece, tally), ChainReader::joined);
    return true;
  }

  private static KernelChain.Counted joined(KernelChain.Counted a, KernelChain.Counted b) {
    List<PortRange> ports =
        Stream.concat(a.rule().ports().stream(), b.rule().ports().stream()).toList();
    // Pieces that differ in more than ports are shown with those of the last, which no longer fit.
    return new KernelChain.Counted(b.rule().withPorts(ports), a.tally().plus(b.tally()));
  }

  private static Optional<Verdict> verdict(List<JsonNode> parts) {
    return parts.isEmpty()
        ? Optional.empty()
        : Stream.of(Verdict.values())
            .filter(v -> parts.get(parts.size() - 1).has(Rule.word(v)))
            .findFirst();
  }

  private static Tally tally(List<JsonNode> parts) {
    return parts.stream()
        .filter(p -> p.has("counter"))
        .map(p -> p.get("counter"))
        .map(c -> new Tally(c.path("packets").asLong(), c.path("bytes").asLong()))
        .findFirst()
        .orElse(Tally.NONE);
  }

  /** What a rule of nft's looks for; refuses what none of ours does. */
  private static final class Match {
    private Protocol protocol = Protocol.ANY;
    private Optional<IpPrefix> source = Optional.empty();
    private Optional<IpPrefix> destination = Optional.empty();
    private List<PortRange> ports = List.of();

    private boolean add(JsonNode match) {
      if (!match.path("op").asText().equals("==")) {
        return false;
      }
      JsonNode left = match.path("left");
      JsonNode right = match.path("right");
      String meta = left.path("meta").path("key").asText();
      if (!meta.isEmpty()) {
        return meta(meta, right.asText());
      }
      String layer = left.path("payload").path("protocol").asText();
      String field = left.path("payload").path("field").asText();
      return switch (field) {
        case "saddr" -> {
          source = prefix(right);
          yield source.isPresent();
        }
        case "daddr" -> {
          destination = prefix(right);
          yield destination.isPresent();
        }
        case "protocol", "nexthdr" -> named(right.asText());
        case "dport" -> named(layer) && ports(right);
        default -> false;
      };
    }

    private boolean meta(String key, String value) {
      // Which family is told by the addresses too.
      return key.equals("nfproto") || (key.equals("l4proto") && named(value));
    }

    private boolean named(String name) {
      Optional<Protocol> found = Protocol.ofKernel(name);
      found.ifPresent(p -> protocol = p);
      return found.isPresent();
    }

    private boolean ports(JsonNode right) {
      JsonNode range = right.path("range");
      int first = range.isMissingNode() ? right.asInt() : range.path(0).asInt();
      int last = range.isMissingNode() ? first : range.path(1).asInt();
      if (first < 1 || last < first) {
        return false;
      }
      ports = List.of(new PortRange(first, last));
      return true;
    }

    private static Optional<IpPrefix> prefix(JsonNode right) {
      JsonNode prefix = right.path("prefix");
      String text =
          prefix.isMissingNode()
              ? right.asText()
              : prefix.path("addr").asText() + "/" + prefix.path("len").asInt();
      try {
        return Optional.of(IpPrefix.parse(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
