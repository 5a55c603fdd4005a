package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The apt configuration of the host; empty on a host without apt. */
final class HostApt {
  private static final Logger LOG = LoggerFactory.getLogger(HostApt.class);
  private static final long LARGEST_FILE = 1 << 20;

  private final Path folder;

  /** Reads below {@code /etc/apt} or what stands for it. */
  HostApt(Path folder) {
    this.folder = folder;
  }

  /** Sources that are usable, in apt's order. */
  List<AptSource> sources() {
    List<AptSource> all = new ArrayList<>(parse(folder.resolve("sources.list")));
    Path parts = folder.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> files = Files.list(parts)) {
        files.sorted().forEach(file -> all.addAll(parse(file)));
      } catch (IOException e) {
        LOG.warn("Cannot list {}: {}", parts, e.toString());
      }
    }
    return all.stream().filter(AptSource::usable).distinct().toList();
  }

  private static List<AptSource> parse(Path file) {
    String name = file.getFileName().toString();
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        return List.of();
      }
      if (name.endsWith(".list")) {
        return AptSourceParser.parseLines(Files.readString(file));
      }
      return name.endsWith(".sources")
          ? AptSourceParser.parseStanzas(Files.readString(file))
          : List.of();
    } catch (MalformedInputException e) {
      LOG.warn("Left out {}: it is not UTF-8", file);
      return List.of();
    } catch (IOException e) {
      LOG.warn("Left out {}: {}", file, e.toString());
      return List.of();
    }
  }
}
