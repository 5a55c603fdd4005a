package io.cooperage.core.roster;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Usage;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One CT in memory. Any thread may read; record and state change on the thread of the job that
 * holds the CT.
 */
public final class LiveContainer {
  /** Name of the parameter with the host name; core owns it. */
  public static final String HOSTNAME = "hostname";

  private final ContainerId id;
  private final Map<Offer<ResourceController>, AppliedController> controllers =
      new ConcurrentHashMap<>();
  private volatile ContainerRecord record;
  private volatile Optional<RuntimeRecord> runtime = Optional.empty();
  private volatile ContainerState state = ContainerState.STOPPED;
  private volatile String detail = "";
  private volatile String paused = "";
  private volatile CompletableFuture<ExitReport> exit = new CompletableFuture<>();
  private volatile List<String> addresses = List.of();
  private volatile Measured measured = Measured.NOTHING;

  /** A CT that does not run. */
  public LiveContainer(ContainerRecord record) {
    this.id = record.id();
    this.record = record;
  }

  public ContainerId id() {
    return id;
  }

  public ContainerRecord record() {
    return record;
  }

  void record(ContainerRecord value) {
    record = value;
  }

  public Optional<RuntimeRecord> runtime() {
    return runtime;
  }

  public void runtime(Optional<RuntimeRecord> value) {
    runtime = value;
  }

  public ContainerState state() {
    return state;
  }

  /** Changes the state; the detail becomes empty. */
  public void state(ContainerState value) {
    state(value, "");
  }

  /** Changes the state with a word about it. */
  public void state(ContainerState value, String about) {
    state = value;
    detail = about;
  }

  public String detail() {
    return detail;
  }

  /** Its processes stand still from now on. */
  public void pause(String why) {
    paused = why;
  }

  /** Its processes go on. */
  public void resume() {
    paused = "";
  }

  /** Why its processes stand still; empty if they do not. */
  public Optional<String> paused() {
    return Optional.of(paused).filter(why -> !why.isEmpty());
  }

  /** Controllers that were applied to the running CT by this daemon. */
  public Map<Offer<ResourceController>, AppliedController> controllers() {
    return controllers;
  }

  /** Completed when init of the present run has ended. */
  public CompletableFuture<ExitReport> exit() {
    return exit;
  }

  /** Begins a new run. */
  public void expectExit() {
    exit = new CompletableFuture<>();
    resume();
  }

  public List<String> addresses() {
    return addresses;
  }

  public void addresses(List<String> value) {
    addresses = List.copyOf(value);
  }

  /** Stores a sample. */
  public void sample(Measured sample) {
    measured = sample;
  }

  /** The last sample. */
  public Measured measured() {
    return measured;
  }

  /** The last sample for the fronts. */
  public Usage usage(Instant now) {
    return measured.usage(now);
  }

  public String kind(String family) {
    return record.kinds().getOrDefault(family, "");
  }

  /** The host name it has or gets at its next start. */
  public String hostname() {
    List<String> set = record.parameters().getOrDefault(HOSTNAME, List.of());
    if (!set.isEmpty()) {
      return set.get(0);
    }
    return record
        .name()
        .map(n -> n.text().replace('_', '-').replace('.', '-'))
        .orElseGet(() -> "ct" + record.ctid());
  }

  /** How messages call it. */
  public String display() {
    return record.name().map(ContainerName::text).orElseGet(() -> record.ctid().toString());
  }

  @Override
  public String toString() {
    return display();
  }
}
