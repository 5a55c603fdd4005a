package io.cooperage.core.job;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the steps of a job share: values that are journaled with the next step, and objects that
 * live no longer than the job. Values are touched by the job's thread alone.
 */
public final class StepContext implements ProgressSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepContext.class);

  private final String job;
  private final String target;
  private final Instant createdAt;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<Class<?>, Object> held = new ConcurrentHashMap<>();
  private final BiConsumer<Integer, String> reporter;
  private final BooleanSupplier cancelled;

  StepContext(
      String job,
      String target,
      Instant createdAt,
      BiConsumer<Integer, String> reporter,
      BooleanSupplier cancelled) {
    this.job = job;
    this.target = target;
    this.createdAt = createdAt;
    this.reporter = reporter;
    this.cancelled = cancelled;
  }

  public String job() {
    return job;
  }

  public String target() {
    return target;
  }

  /** The target of a job on a CT. */
  public ContainerId container() {
    return ContainerId.parse(target);
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** A journaled value; empty text if there is none. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Sets a value; it is on disk when the next step begins. */
  public void put(String name, String value) {
    values.put(name, value);
  }

  void putAll(Map<String, String> more) {
    values.putAll(more);
  }

  /** All values, in the order in which they were put. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** Keeps an object for later steps; if it can be closed that is done at the job's end. */
  public <T> void hold(Class<T> type, T object) {
    held.put(type, object);
  }

  /** What an earlier step of this very engine kept; empty after a crash. */
  public <T> Optional<T> held(Class<T> type) {
    return Optional.ofNullable(held.get(type)).map(type::cast);
  }

  /** Takes an object out; it is not closed at the job's end any more. */
  public <T> Optional<T> take(Class<T> type) {
    return Optional.ofNullable(held.remove(type)).map(type::cast);
  }

  @Override
  public void progress(int percent, String message) {
    reporter.accept(percent, message);
  }

  @Override
  public void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new ContainerException(ErrorCode.CANCELLED, "job " + job + " was cancelled");
    }
  }

  @Override
  public void close() {
    held.values().forEach(this::closeOne);
    held.clear();
  }

  private void closeOne(Object object) {
    if (object instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("Job {} could not close {}", job, object.getClass().getSimpleName(), e);
      }
    }
  }
}
