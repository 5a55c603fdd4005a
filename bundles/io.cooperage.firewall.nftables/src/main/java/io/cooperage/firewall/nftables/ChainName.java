package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chain of one CT's connections in one direction: {@code in_} or {@code out_} and its UUID. */
record ChainName(Direction direction, ContainerId id) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(in|out)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  /** The CT's chain that a name is of; empty if it is none. */
  static Optional<ChainName> parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    String uuid = String.join("-", m.group(2), m.group(3), m.group(4), m.group(5), m.group(6));
    Direction direction = m.group(1).equals("in") ? Direction.IN : Direction.OUT;
    return Optional.of(new ChainName(direction, new ContainerId(UUID.fromString(uuid))));
  }

  @Override
  public String toString() {
    return Rule.word(direction) + "_" + id.uuid().toString().replace("-", "");
  }
}
