package io.cooperage.storage.ploop.attach;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** What the names of a node's devices begin with. */
final class NodePrefix {
  private NodePrefix() {}

  /**
   * The prefix of one node.
   *
   * @param pool root folder of the node's pool, which no two nodes share
   */
  static String of(Path pool) {
    byte[] path = pool.toString().getBytes(StandardCharsets.UTF_8);
    return "cooperage-" + UUID.nameUUIDFromBytes(path);
  }
}
