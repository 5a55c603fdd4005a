package io.cooperage.linux.nftables;

import java.util.function.Supplier;

/** The network namespace that plays the host: the daemon's own, or one that stands for it. */
@FunctionalInterface
public interface HostNamespace {
  /** The daemon's own, which every ordinary thread is in. */
  HostNamespace OWN = Supplier::get;

  /** Runs work on a thread that is in the namespace. */
  Object run(Supplier<?> work);
}
