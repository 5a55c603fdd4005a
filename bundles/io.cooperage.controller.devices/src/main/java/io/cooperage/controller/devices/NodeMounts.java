package io.cooperage.controller.devices;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.kernel.PidHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the nodes that a CT has from here in its mount table: a daemon that comes back remembers
 * none. A CT can make mounts that look alike; they are its own, and so is the loss.
 */
final class NodeMounts {
  private static final String SEPARATOR = " - ";
  private static final int ROOT_FIELD = 3;
  private static final int PLACE_FIELD = 4;
  private static final int SOURCE_FIELD = 1;

  private NodeMounts() {}

  /** Names below the CT's /dev; none if the process is gone. */
  static Set<String> names(PidHandle init) {
    Path table = Path.of("/proc/" + init.pid() + "/mountinfo");
    // The CT writes its own paths: in any other set of letters some would be no text at all.
    try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
      return lines
          .lines()
          .map(NodeMounts::name)
          .flatMap(Optional::stream)
          .collect(Collectors.toUnmodifiableSet());
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException | UncheckedIOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot read " + table, "", e);
    }
  }

  /** The name of the node that a line stands for; empty if it stands for anything else. */
  static Optional<String> name(String line) {
    int end = line.indexOf(SEPARATOR);
    if (end < 0) {
      return Optional.empty();
    }
    String[] place = line.substring(0, end).split(" ", -1);
    String[] source = line.substring(end + SEPARATOR.length()).split(" ", -1);
    boolean ours =
        place.length > PLACE_FIELD
            && source.length > SOURCE_FIELD
            && source[SOURCE_FIELD].equals(OwnNode.SOURCE)
            && place[ROOT_FIELD].equals("/" + OwnNode.NAME);
    return ours ? DeviceNode.nameOf(place[PLACE_FIELD]) : Optional.empty();
  }
}
