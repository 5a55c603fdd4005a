package io.cooperage.isolation.namespaces;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code --features NAME:on} can open. All but the first are rows of the isolation policy. */
enum Feature {
  /** systemd keeps no namespaces and watches of its own, so that the CT can be checkpointed. */
  MIGRATABLE("services inside run without the sandboxes that systemd would give them"),
  BPF("programs and maps of the kernel are not namespaced; its verifier had many flaws"),
  FANOTIFY("its programs can hold up each other's opens"),
  IO_URING("a part of the kernel with many past flaws; the container cannot be checkpointed"),
  KEYRING("it can have the host run its request-key; a privileged one reads the host root's keys"),
  NESTING(
      "its ordinary users can be given ids, and so more of the kernel; it takes twice as many host ids"),
  PERF("counters of the processor leak what other containers do"),
  QUOTA("its root changes the quotas on its own disk"),
  SOCKETS("rare families of sockets load modules with many flaws into the host's kernel"),
  USERFAULTFD("makes races in the kernel easy to win"),
  VSOCK("its programs can speak to the hypervisor below the node");

  private final String cost;

  Feature(String cost) {
    this.cost = cost;
  }

  /** What the node pays for it. */
  String cost() {
    return cost;
  }

  /** Whether something of the kernel is opened by it. */
  boolean opens() {
    return this != MIGRATABLE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Feature> find(String word) {
    return Stream.of(values()).filter(f -> f.word().equals(word)).findFirst();
  }

  static String words() {
    return String.join(", ", Stream.of(values()).map(Feature::word).toList());
  }
}
