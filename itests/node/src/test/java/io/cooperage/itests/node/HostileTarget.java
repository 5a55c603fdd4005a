package io.cooperage.itests.node;

import java.util.List;
import java.util.Map;

/** A container that hostile programs run in, whoever made it: what the table knows of a runtime. */
interface HostileTarget {
  /** Makes and starts the container anew, with the program in it. */
  void begin();

  /** Runs the program inside, as root there, and waits for its end. */
  CtResult run(Map<String, String> told, List<String> arguments);

  /** Starts it and does not wait. */
  Process start(Map<String, String> told, List<String> arguments);

  /** The container's first process, as the host numbers it. */
  long init();

  /** Waits until the container is down, whoever ended it, and takes it away with its disk. */
  void end();
}
