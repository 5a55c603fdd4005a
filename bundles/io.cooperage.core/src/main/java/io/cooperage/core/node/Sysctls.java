package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/** Kernel settings as files below /proc/sys, see proc(5). */
final class Sysctls {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+([./][A-Za-z0-9_-]+)+");

  private final Path root;

  Sysctls(Path root) {
    this.root = root;
  }

  static Sysctls ofKernel() {
    return new Sysctls(Path.of("/proc/sys"));
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ContainerException(ErrorCode.INTERNAL, "'" + name + "' is no sysctl");
    }
    return root.resolve(name.replace('.', '/'));
  }

  boolean exists(String name) {
    return Files.exists(file(name));
  }

  // Not by readString, which asks for one byte first: of a number the kernel gives no more then.
  String read(String name) {
    try {
      return String.join("\n", Files.readAllLines(file(name))).strip().replace('\t', ' ');
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "cannot read sysctl " + name + ": " + e, "", e);
    }
  }

  void write(String name, String value) {
    try {
      Files.writeString(file(name), value + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "cannot set sysctl " + name + " to " + value + ": " + e, "", e);
    }
  }
}
