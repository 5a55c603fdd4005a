package io.cooperage.firewall.nftables;

/** What a rule has met. */
record Tally(long packets, long bytes) {
  static final Tally NONE = new Tally(0, 0);

  Tally plus(Tally other) {
    return new Tally(packets + other.packets, bytes + other.bytes);
  }
}
