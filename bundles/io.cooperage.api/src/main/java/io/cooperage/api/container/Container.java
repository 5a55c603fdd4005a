package io.cooperage.api.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CT as it was at one moment. A value: it never changes under its reader.
 *
 * @param detail why it is broken or paused, or what it waits for; else empty
 * @param template name of its template; empty if it has none
 * @param addresses its addresses with prefix length, in their order
 * @param parameters stored canonical texts by parameter name
 * @param kinds which provider of a family it uses: {@code storage -> ploop}
 * @param busyJob the job that holds it, or empty
 * @param startedAt when its init was started; empty unless it runs
 * @param initPid init's pid on the host; 0 unless it runs
 * @param revision grows with every stored change; the ETag of REST
 */
public record Container(
    ContainerId id,
    Ctid ctid,
    Optional<ContainerName> name,
    ContainerState state,
    String detail,
    String template,
    String hostname,
    List<String> addresses,
    Map<String, List<String>> parameters,
    Map<String, String> labels,
    String description,
    Map<String, String> kinds,
    Optional<String> busyJob,
    Instant createdAt,
    Optional<Instant> startedAt,
    int initPid,
    long revision,
    Usage usage) {
  public Container {
    addresses = List.copyOf(addresses);
    parameters = Map.copyOf(parameters);
    labels = Map.copyOf(labels);
    kinds = Map.copyOf(kinds);
  }

  /** How messages call it: its name if it has one, else its CTID. */
  public String displayName() {
    return name.map(ContainerName::text).orElseGet(ctid::toString);
  }
}
