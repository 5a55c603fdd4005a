package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One node with the busybox template for all classes of this module; after each test it has no CT.
 */
final class NodeExtension implements ParameterResolver, AfterEachCallback {
  private static final int NUMBER = 1;

  /** Whether the long counts were asked for: {@code ./cooperage verify --full}. */
  static boolean full() {
    return Boolean.getBoolean("cooperage.full");
  }

  /** Picks a count and prints it, so that both runs tell what they did. */
  static int count(String what, int brief, int whole) {
    int count = full() ? whole : brief;
    System.out.println(what + ": " + count + " (brief " + brief + ", full " + whole + ")");
    return count;
  }

  private record Shared(TestNode node) implements AutoCloseable {
    @Override
    public void close() {
      node.close();
    }
  }

  private static TestNode start() {
    TestNode node =
        TestNode.start(
            System.getProperty("cooperage.node", "it"),
            Integer.getInteger("cooperage.node.number", NUMBER));
    node.ct("template", "build", "busybox").orFail();
    return node;
  }

  private static TestNode node(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(NodeExtension.class))
        .computeIfAbsent("node", key -> new Shared(start()), Shared.class)
        .node();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return node(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestNode node = node(context);
    for (JsonNode ct : node.ct("list", "--json").json()) {
      String id = ct.get("id").asText();
      if (ct.get("state").asText().equals("mounted")) {
        node.ct("umount", id).orFail();
      }
      if (!ct.get("state").asText().equals("stopped")) {
        node.ct("stop", id, "--fast");
      }
      node.ct("destroy", id).orFail();
    }
  }
}
