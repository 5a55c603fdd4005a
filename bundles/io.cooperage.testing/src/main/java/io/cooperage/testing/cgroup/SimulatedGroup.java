package io.cooperage.testing.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A group in memory that answers as a kernel would: only files that it was given exist, a written
 * value may be rounded or refused by a rule, and the whole group may vanish. For formats and
 * kernels that the test machine lacks.
 */
public final class SimulatedGroup implements CgroupDirectory {
  private final int version;
  private final String name;
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final Map<String, UnaryOperator<String>> rules = new ConcurrentHashMap<>();
  private final List<String> writes = new ArrayList<>();
  private Optional<CgroupDirectory> above = Optional.empty();
  private final List<CgroupDirectory> below = new ArrayList<>();

  private SimulatedGroup(int version, String name) {
    this.version = version;
    this.name = name;
  }

  /** A group of cgroup v1; the name is for messages, as {@code memory:/ct}. */
  public static SimulatedGroup v1(String name) {
    return new SimulatedGroup(1, name);
  }

  /** A group of cgroup v2. */
  public static SimulatedGroup v2(String name) {
    return new SimulatedGroup(2, name);
  }

  /** Adds a file with its content. */
  public SimulatedGroup with(String file, String content) {
    files.put(file, content);
    return this;
  }

  /** Adds a file whose written values go through a rule, which may throw. */
  public SimulatedGroup with(String file, String content, UnaryOperator<String> rule) {
    rules.put(file, rule);
    return with(file, content);
  }

  /** Puts a group below this one. */
  public SimulatedGroup with(SimulatedGroup child) {
    child.above = Optional.of(this);
    below.add(child);
    return this;
  }

  /** Takes all files away, as the group's removal does. */
  public void vanish() {
    files.clear();
  }

  /** What was written, in order, as {@code cpu.shares=1024}. */
  public synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public boolean has(String file) {
    return files.containsKey(file);
  }

  @Override
  public String read(String file) {
    return readIfPresent(file).orElseThrow(() -> missing("read " + file));
  }

  @Override
  public Optional<String> readIfPresent(String file) {
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public synchronized void write(String file, String value) {
    if (!has(file)) {
      throw missing("write '" + value + "' to " + file);
    }
    writes.add(file + "=" + value);
    files.put(file, rules.getOrDefault(file, UnaryOperator.identity()).apply(value));
  }

  @Override
  public Optional<CgroupDirectory> above() {
    return above;
  }

  @Override
  public List<CgroupDirectory> below() {
    return List.copyOf(below);
  }

  private ContainerException missing(String what) {
    return new ContainerException(
        ErrorCode.KERNEL, what + " of " + name + ": ENOENT (No such file or directory)");
  }
}
