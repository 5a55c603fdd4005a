package io.cooperage.core.node;

import io.cooperage.spi.node.NodeEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The node's environment with what only the engine asks for. Constant while the service lives. */
public interface NodeDefaults extends NodeEnvironment {
  /** First host id that may belong to a CT. */
  long idBase();

  /** Ids that a new CT gets. */
  long idWidth();

  /** Template of a CT whose creator names none. */
  String template();

  /** Provider by family for new CTs. */
  Map<String, String> kinds();

  /** Where sample configurations lie. */
  Path sampleFolder();

  /** Between two samples of a running CT while somebody looks. */
  Duration samplePeriod();

  /** Between two samples of a running CT while nobody looks. */
  Duration idleSamplePeriod();

  /** How much of its resources the node may promise. */
  default Overcommit overcommit() {
    return Overcommit.usual();
  }

  /** What happens to limits that somebody else changes. */
  default DriftPolicy drift() {
    return DriftPolicy.usual();
  }

  /** What happens when a storage pool gets full. */
  default FullPool fullPool() {
    return FullPool.usual();
  }
}
