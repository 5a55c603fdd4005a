package io.cooperage.controller.cpu;

import java.util.OptionalLong;

/** The node's processors as the kernel sees them now. */
interface NodeCpus {
  IndexSet online();

  /** NUMA nodes that have memory. */
  IndexSet memoryNodes();

  /** MHz of one core at full speed; empty if the kernel does not say. */
  OptionalLong megahertz();
}
