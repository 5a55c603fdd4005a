package io.cooperage.spi.node;

import java.nio.file.Path;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The resource set of this node; two nodes on one host have disjoint sets. Constant while the
 * service lives.
 */
@ProviderType
public interface NodeEnvironment {
  UUID uuid();

  /** Short name, [a-z0-9-]{1,15}; "node" unless configured. */
  String name();

  /** Data that outlives a reboot: /var/lib/cooperage. */
  Path stateFolder();

  /** Data that a reboot wipes: /run/cooperage. */
  Path runFolder();

  /** The read-only folder of the running program, with {@code bin/} and {@code lib/}. */
  Path programFolder();

  /** Path of our group below each cgroup hierarchy, as {@code cooperage/node}. */
  String cgroupParent();

  /** First characters of every veth on the host, at most 5. */
  String vethPrefix();

  /** Name of our nft table. */
  String nftTable();

  /** This boot of the host: /proc/sys/kernel/random/boot_id. */
  String bootId();
}
