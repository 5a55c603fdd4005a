package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.isolation.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last console output of CTs that have stopped, in the run folder. */
public final class ConsoleLogs {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleLogs.class);

  private final Leases leases;
  private final Path folder;

  /** Keeps them below the run folder. */
  public ConsoleLogs(Leases leases, Path runFolder) {
    this.leases = leases;
    this.folder = runFolder.resolve("console");
  }

  private Path file(ContainerId id) {
    return folder.resolve(id + ".log");
  }

  // A stop must not fail for want of a log.
  void keep(Sandbox sandbox) {
    try {
      byte[] log = leases.call(Family.ISOLATION, sandbox.kind(), i -> i.consoleLog(sandbox));
      Files.createDirectories(folder);
      Files.write(file(sandbox.container()), log);
    } catch (IOException | RuntimeException e) {
      LOG.debug("No console log of {} is kept: {}", sandbox.container(), e.getMessage());
    }
  }

  /** What was kept; empty if nothing was. */
  public byte[] read(ContainerId id) {
    try {
      return Files.exists(file(id)) ? Files.readAllBytes(file(id)) : new byte[0];
    } catch (IOException e) {
      LOG.warn("The console log of {} cannot be read", id, e);
      return new byte[0];
    }
  }

  void forget(ContainerId id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      LOG.warn("The console log of {} stays", id, e);
    }
  }
}
