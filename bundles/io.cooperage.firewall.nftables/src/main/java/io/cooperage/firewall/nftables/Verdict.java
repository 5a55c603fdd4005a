package io.cooperage.firewall.nftables;

/** What happens to a connection. */
enum Verdict {
  ACCEPT,
  /** Its packets vanish. */
  DROP,
  /** Its opener is told. */
  REJECT
}
