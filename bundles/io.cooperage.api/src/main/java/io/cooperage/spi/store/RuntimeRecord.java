package io.cooperage.spi.store;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.network.Attachment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is stored in the run folder while a CT runs; a reboot wipes it.
 *
 * @param applied canonical texts that were applied at start or by a later set in scope RUNNING
 */
public record RuntimeRecord(
    ContainerId id,
    Sandbox sandbox,
    List<Attachment> attachments,
    Map<String, List<String>> applied,
    Instant startedAt) {
  public RuntimeRecord {
    attachments = List.copyOf(attachments);
    applied = Map.copyOf(applied);
  }
}
