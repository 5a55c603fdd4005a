package io.cooperage.core.guest;

import io.cooperage.spi.isolation.GuestFiles;
import java.nio.charset.StandardCharsets;

/**
 * Texts of a CT's files, in which each character stands for one byte: whatever encoding its owner
 * writes in, every byte that we do not change stays as it is.
 */
final class ByteText {
  private ByteText() {}

  /** A file's content; empty if there is none. */
  static String read(GuestFiles files, String path, int limit) {
    return files.read(path, limit).map(b -> new String(b, StandardCharsets.ISO_8859_1)).orElse("");
  }

  /** A text of ours, in UTF-8, as such a text. */
  static String of(String ours) {
    return new String(ours.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
