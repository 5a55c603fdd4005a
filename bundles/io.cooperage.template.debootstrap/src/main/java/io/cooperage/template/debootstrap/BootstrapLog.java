package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * What debootstrap's own log tells of a failure: the output of dpkg and of the packages' scripts.
 */
final class BootstrapLog {
  private static final String NAME = "debootstrap/debootstrap.log";
  private static final int LAST_BYTES = 8192;
  private static final int LAST_LINES = 12;

  private BootstrapLog() {}

  /** The last lines of the log in a build folder, each on a line of its own; empty without one. */
  static String tail(Path folder) {
    Path log = folder.resolve(NAME);
    if (!Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      channel.position(Math.max(0, channel.size() - LAST_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(LAST_BYTES);
      for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
        read = channel.read(bytes);
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().filter(BootstrapLog::tells).toList();
      int from = Math.max(0, lines.size() - LAST_LINES);
      return "\nIts log ends with:\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "\nIts log cannot be read: " + e;
    }
  }

  /** Leaves out wget's line for each package that it has fetched. */
  private static boolean tells(String line) {
    return !line.isBlank() && !line.contains(" URL:");
  }
}
