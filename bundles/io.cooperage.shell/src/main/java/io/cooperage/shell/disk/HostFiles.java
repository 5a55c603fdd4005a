package io.cooperage.shell.disk;

import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Files of the host that operators name, and the formats of disks in them. */
final class HostFiles {
  static final Completion TARGETS =
      prefix -> List.of("hdd", "ploop", "ploop1", "ploop2", "qcow2", "raw");
  static final Completion SOURCES = prefix -> List.of("hdd", "ploop", "qcow2", "raw");

  private HostFiles() {}

  /** The path of a file that was named from where the caller is. */
  static Path path(Call call, String text) {
    try {
      return call.caller().directory().resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw Call.bad("FILE", text, "must be a path");
    }
  }
}
