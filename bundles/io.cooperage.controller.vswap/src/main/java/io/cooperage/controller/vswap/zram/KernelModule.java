package io.cooperage.controller.vswap.zram;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads zram where it is a module; once, at start. */
final class KernelModule {
  private static final Logger LOG = LoggerFactory.getLogger(KernelModule.class);
  private static final long LIMIT_SECONDS = 10;

  private KernelModule() {}

  /** Asks modprobe; whether it helped shows in sysfs. */
  static void load() {
    try {
      Process modprobe =
          new ProcessBuilder("modprobe", "zram", "num_devices=0")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!modprobe.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        modprobe.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.debug("modprobe cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
