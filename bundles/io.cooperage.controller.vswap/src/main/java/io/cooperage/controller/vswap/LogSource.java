package io.cooperage.controller.vswap;

import java.time.Duration;
import java.util.List;

/** Where the kernel's messages come from. */
interface LogSource extends AutoCloseable {
  /** Waits for messages, at most so long; empty if none came. */
  List<String> next(Duration limit);

  @Override
  void close();
}
