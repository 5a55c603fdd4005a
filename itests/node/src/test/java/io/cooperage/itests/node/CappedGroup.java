package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The group of all CTs of a node, held to a share of the host while bombs go off below it. */
final class CappedGroup implements AutoCloseable {
  private final Map<Path, String> before = new LinkedHashMap<>();

  /** Caps what this host's hierarchies can cap; at least processes and memory. */
  CappedGroup(TestNode node, long processes, long bytes) {
    String group = "cooperage/" + node.name();
    Path v2 = Path.of("/sys/fs/cgroup", group);
    Path pids = Path.of("/sys/fs/cgroup/pids", group);
    Path memory = Path.of("/sys/fs/cgroup/memory", group);
    try {
      boolean both =
          set(List.of(v2, pids), "pids.max", processes)
              && (set(List.of(memory), "memory.limit_in_bytes", bytes)
                  || set(List.of(v2), "memory.max", bytes));
      set(List.of(memory), "memory.memsw.limit_in_bytes", bytes);
      set(List.of(v2), "memory.swap.max", 0);
      if (!both) {
        throw new AssertionError("no cap on " + group + ": this host is no place for bombs");
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean set(List<Path> groups, String file, long value) {
    for (Path group : groups) {
      Path knob = group.resolve(file);
      if (Files.exists(knob)) {
        try {
          String old = Files.readString(knob).strip();
          Files.writeString(knob, Long.toString(value));
          before.put(knob, old);
          return true;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "caps in " + before.keySet();
  }

  @Override
  public void close() {
    List<Path> knobs = new ArrayList<>(before.keySet());
    Collections.reverse(knobs);
    for (Path knob : knobs) {
      try {
        Files.writeString(knob, before.get(knob));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
