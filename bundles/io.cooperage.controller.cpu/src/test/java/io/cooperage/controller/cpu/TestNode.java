package io.cooperage.controller.cpu;

import java.util.OptionalLong;

/** A node of 2 GHz cores. */
record TestNode(IndexSet online, IndexSet memoryNodes, OptionalLong megahertz) implements NodeCpus {
  static TestNode of(String online) {
    return new TestNode(IndexSet.parse(online), IndexSet.parse("0"), OptionalLong.of(2000));
  }
}
