package io.cooperage.isolation.namespaces;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code --features NAME:on} can open. All but the first are rows of the isolation policy. */
enum Feature {
  /** systemd keeps no namespaces and watches of its own, so that the CT can be checkpointed. */
  MIGRATABLE,
  BPF,
  FANOTIFY,
  IO_URING,
  KEYRING,
  PERF,
  QUOTA,
  USERFAULTFD,
  VSOCK;

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
