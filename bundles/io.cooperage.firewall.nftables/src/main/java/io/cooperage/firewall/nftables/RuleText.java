package io.cooperage.firewall.nftables;

import io.cooperage.linux.net.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a rule: {@code in|out accept|drop|reject [PROTOCOL] [from PREFIX] [to PREFIX] [port LIST]}.
 * Collects everything that is wrong, so that an operator is told at once.
 */
final class RuleText {
  static final String SYNTAX =
      "'in|out accept|drop|reject [any|tcp|udp|icmp|icmpv6] [from PREFIX] [to PREFIX]"
          + " [port N,N-N,...]'";

  /** The longest rule has 16 ranges and two IPv6 prefixes. */
  private static final int LONGEST = 400;

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String PORT = "port";

  private final List<String> faults = new ArrayList<>();
  private final List<String> words;

  private RuleText(String text) {
    words = List.of(text.strip().split("\\s+", -1));
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException naming everything that is wrong with it
   */
  static Rule parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("must have at most " + LONGEST + " characters");
    }
    return new RuleText(text).read();
  }

  private Rule read() {
    Optional<Direction> direction = word(0, Direction.class);
    Optional<Verdict> verdict = word(1, Verdict.class);
    boolean named = words.size() > 2 && !List.of(FROM, TO, PORT).contains(words.get(2));
    Optional<Protocol> protocol = named ? word(2, Protocol.class) : Optional.of(Protocol.ANY);
    Map<String, String> clauses = clauses(named ? 3 : 2);
    Optional<IpPrefix> source = value(clauses, FROM, RuleText::prefix);
    Optional<IpPrefix> destination = value(clauses, TO, RuleText::prefix);
    List<PortRange> ports = new ArrayList<>();
    Optional.ofNullable(clauses.get(PORT)).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .forEach(p -> read(p, PortRange::parse).ifPresent(ports::add));
    if (faults.isEmpty()) {
      Rule rule =
          new Rule(
              direction.orElseThrow(),
              verdict.orElseThrow(),
              protocol.orElseThrow(),
              source,
              destination,
              ports);
      faults.addAll(rule.faults());
      if (faults.isEmpty()) {
        return rule;
      }
    }
    throw new IllegalArgumentException("must be " + SYNTAX + ": " + String.join("; ", faults));
  }

  private <E extends Enum<E>> Optional<E> word(int place, Class<E> type) {
    String given = place < words.size() ? words.get(place) : "";
    Optional<E> found =
        Stream.of(type.getEnumConstants())
            .filter(c -> Rule.word(c).equals(given.toLowerCase(Locale.ROOT)))
            .findFirst();
    if (found.isEmpty()) {
      String all = String.join(", ", Stream.of(type.getEnumConstants()).map(Rule::word).toList());
      faults.add("'" + given + "' must be one of " + all);
    }
    return found;
  }

  private Map<String, String> clauses(int begin) {
    Map<String, String> clauses = new LinkedHashMap<>();
    for (int i = begin; i < words.size(); i += 2) {
      String name = words.get(i);
      if (!List.of(FROM, TO, PORT).contains(name)) {
        faults.add("'" + name + "' must be from, to or port");
      } else if (i + 1 == words.size()) {
        faults.add("'" + name + "' needs a value");
      } else if (clauses.put(name, words.get(i + 1)) != null) {
        faults.add("'" + name + "' must be given once");
      }
    }
    return clauses;
  }

  private <T> Optional<T> value(
      Map<String, String> clauses, String name, Function<String, T> parse) {
    return Optional.ofNullable(clauses.get(name)).flatMap(text -> read(text, parse));
  }

  private <T> Optional<T> read(String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** A network, without the bits beyond its length. */
  private static IpPrefix prefix(String text) {
    IpPrefix given = IpPrefix.parse(text);
    if (given.length() == 0) {
      throw new IllegalArgumentException(text + " is every address: leave it out");
    }
    byte[] bytes = given.address().getAddress();
    for (int bit = given.length(); bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(bytes), given.length());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is no address", e);
    }
  }
}
