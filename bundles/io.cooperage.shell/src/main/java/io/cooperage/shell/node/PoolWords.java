package io.cooperage.shell.node;

import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;

/** What the verbs of pools have in common. */
final class PoolWords {
  private static final String KIND = "--kind";

  private PoolWords() {}

  static Syntax.Builder kind(Syntax.Builder syntax, NodeService node) {
    return syntax.option(
        KIND,
        "KIND",
        "The pool of this kind of storage; that of new containers if none is named.",
        prefix -> node.pools().stream().map(PoolStatus::kind).toList());
  }

  /** Empty for that of new containers. */
  static String kind(Call call) {
    return call.value(KIND).orElse("");
  }
}
