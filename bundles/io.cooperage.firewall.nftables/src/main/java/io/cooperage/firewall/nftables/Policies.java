package io.cooperage.firewall.nftables;

/** What happens to connections that no rule fits. */
record Policies(Verdict in, Verdict out) {
  Verdict of(Direction direction) {
    return direction == Direction.IN ? in : out;
  }

  boolean open() {
    return in == Verdict.ACCEPT && out == Verdict.ACCEPT;
  }
}
