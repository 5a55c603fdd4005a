package io.cooperage.bench;

import java.util.Optional;

/** Something that can run containers: ours, or a peer found on this host. Single-threaded. */
interface Contender extends AutoCloseable {
  String name();

  /** What one container of it consists of here, so that rows are read fairly. */
  String isolation();

  /** Why it cannot take part; empty if it can. */
  Optional<String> missing();

  /** Rounds that are not counted. */
  default int warmUp() {
    return 1;
  }

  /** Makes a container and starts it until its init runs. */
  void createAndStart(String id);

  /** Runs {@code true} in a running container. */
  void execTrue(String id);

  /** Kills and removes a container. */
  void stopAndDestroy(String id);

  @Override
  void close();
}
