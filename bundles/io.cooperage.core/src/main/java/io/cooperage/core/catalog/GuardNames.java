package io.cooperage.core.catalog;

import io.cooperage.api.parameter.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all parameters that were ever said to guard CTs, on disk: who brought one may be
 * away from the daemon's start on. One thread adds, any asks.
 */
final class GuardNames {
  private static final Logger LOG = LoggerFactory.getLogger(GuardNames.class);

  private final Path file;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  GuardNames(Path stateFolder) {
    file = stateFolder.resolve("guards");
    try (Stream<String> lines = Files.lines(file)) {
      lines.filter(line -> !line.isBlank()).forEach(names::add);
    } catch (NoSuchFileException e) {
      LOG.debug("Nothing has guarded CTs so far");
    } catch (IOException e) {
      LOG.warn("{} cannot be read: what is away from the start on is not missed", file, e);
    }
  }

  /** Notes which of an owner's parameters guard. */
  void note(Collection<Parameter<?>> parameters) {
    long added =
        parameters.stream()
            .filter(Objects::nonNull)
            .filter(Parameter::guards)
            .filter(p -> names.add(p.name()))
            .count();
    if (added > 0) {
      save();
    }
  }

  boolean has(String name) {
    return names.contains(name);
  }

  private void save() {
    Path next = file.resolveSibling("guards.new");
    try {
      Files.write(next, new TreeSet<>(names));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: it is known until the daemon's end", file, e);
    }
  }
}
