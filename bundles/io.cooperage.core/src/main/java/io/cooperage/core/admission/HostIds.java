package io.cooperage.core.admission;

import io.cooperage.spi.kernel.IdMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Ids that the host uses itself: ranges of subuid(5) and subgid(5), and users and groups of
 * passwd(5) and group(5). Files are read again when they have changed. Safe for any thread.
 */
public final class HostIds {
  private static final int ID_FIELD = 2;

  private final Path etc;
  private final Map<Path, Known> known = new HashMap<>();

  private record Known(FileTime modified, List<IdMap> ranges) {}

  /** Reads below that folder, usually /etc. */
  public HostIds(Path etc) {
    this.etc = etc;
  }

  synchronized List<IdMap> ranges() {
    List<IdMap> all = new ArrayList<>();
    Stream.of("subuid", "subgid").forEach(n -> all.addAll(read(n, true)));
    Stream.of("passwd", "group").forEach(n -> all.addAll(read(n, false)));
    return all;
  }

  private List<IdMap> read(String name, boolean range) {
    Path file = etc.resolve(name);
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      FileTime modified = Files.getLastModifiedTime(file);
      Known before = known.get(file);
      if (before == null || !before.modified().equals(modified)) {
        List<IdMap> ranges = new ArrayList<>();
        Files.readAllLines(file).forEach(l -> parse(l, range, ranges));
        before = new Known(modified, ranges);
        known.put(file, before);
      }
      return before.ranges();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void parse(String line, boolean range, List<IdMap> into) {
    String[] fields = line.split(":", -1);
    try {
      if (range && fields.length == ID_FIELD + 1) {
        add(Long.parseLong(fields[1].strip()), Long.parseLong(fields[ID_FIELD].strip()), into);
      } else if (!range && fields.length > ID_FIELD) {
        add(Long.parseLong(fields[ID_FIELD].strip()), 1, into);
      }
    } catch (NumberFormatException e) {
      // A comment or a NIS entry names no id.
      return;
    }
  }

  private static void add(long start, long count, List<IdMap> into) {
    if (start > 0 && count > 0 && start + count <= 4294967295L) {
      into.add(new IdMap(start, count));
    }
  }
}
