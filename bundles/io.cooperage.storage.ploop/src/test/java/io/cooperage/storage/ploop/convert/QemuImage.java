package io.cooperage.storage.ploop.convert;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.storage.ploop.tool.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What QEMU's own tool does with images. */
public final class QemuImage {
  private static final Tool QEMU_IMG = Tool.of("qemu-img", "qemu-utils");

  private QemuImage() {}

  public static void assumeInstalled() {
    assumeTrue(QEMU_IMG.find().isPresent(), "qemu-img (package qemu-utils) is not installed");
  }

  public static Path convert(Path raw, String format, Path target, String... options) {
    List<String> arguments = new ArrayList<>(List.of("convert", "-f", "raw", "-O", format));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(raw.toString(), target.toString()));
    run(arguments.toArray(String[]::new));
    return target;
  }

  /** Fails unless both have the same content, but for zeros at the end of one. */
  public static void requireSame(Path one, String format, Path other, String otherFormat) {
    run("compare", "-f", format, "-F", otherFormat, one.toString(), other.toString());
  }

  /** Fails unless QEMU finds the image clean. */
  public static void requireClean(Path image, String format) {
    if (!format.equals("raw")) {
      run("check", "-f", format, image.toString());
    }
  }

  public static void run(String... arguments) {
    QEMU_IMG.run(Tool.UNATTENDED, arguments);
  }

  public static Tool.Outcome attempt(String... arguments) {
    return QEMU_IMG.attempt(Tool.UNATTENDED, arguments);
  }
}
