package io.cooperage.firewall.nftables;

/** Which way a connection is opened. */
enum Direction {
  /** To the CT. */
  IN,
  /** From the CT. */
  OUT
}
