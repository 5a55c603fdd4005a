package io.cooperage.storage.ploop.transfer;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.TargetFormat;
import java.util.Map;
import java.util.TreeMap;

/** The formats of image files by the words that operators use. */
final class ImageWords {
  /** A folder with DiskDescriptor.xml, as CTs of ours and of Virtuozzo have it. */
  static final String FOLDER = "hdd";

  private static final Map<String, TargetFormat> TARGETS =
      new TreeMap<>(
          Map.of(
              "raw",
              TargetFormat.RAW,
              "qcow2",
              TargetFormat.QCOW2,
              "ploop",
              TargetFormat.IDENTITY,
              "ploop1",
              TargetFormat.PLOOP1,
              "ploop2",
              TargetFormat.PLOOP2,
              FOLDER,
              TargetFormat.PLOOP2));
  private static final Map<String, DiskFormat> SOURCES =
      new TreeMap<>(
          Map.of(
              "raw",
              DiskFormat.RAW,
              "qcow2",
              DiskFormat.QCOW2,
              "ploop",
              DiskFormat.PLOOP,
              FOLDER,
              DiskFormat.PLOOP_FOLDER));

  private ImageWords() {}

  static TargetFormat target(String word) {
    return chosen(TARGETS, word);
  }

  static DiskFormat source(String word) {
    return chosen(SOURCES, word);
  }

  static String word(DiskFormat format) {
    return SOURCES.entrySet().stream()
        .filter(e -> e.getValue() == format)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static <F> F chosen(Map<String, F> formats, String word) {
    F format = formats.get(word);
    if (format == null) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("format", word, "must be one of " + String.join(", ", formats.keySet())));
    }
    return format;
  }
}
