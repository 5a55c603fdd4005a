package io.cooperage.template.busybox;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A busybox that needs nothing but the kernel.
 *
 * @param path of the program on the host
 */
record StaticBusybox(Path path) {
  private static final String HINT = "install it: apt-get install busybox-static";
  private static final Pattern APPLET = Pattern.compile("(?:[a-z]+/){0,3}[A-Za-z0-9_.+\\[-]+");
  private static final int LONGEST_LISTING = 64 * 1024;
  private static final int SECONDS = 10;

  /**
   * The first of the candidates that is there and static.
   *
   * @throws ContainerException UNSUPPORTED naming the package
   */
  static StaticBusybox find(List<Path> candidates) {
    String reason = "there is no " + candidates.get(0);
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        String problem = problem(candidate);
        if (problem.isEmpty()) {
          return new StaticBusybox(candidate);
        }
        reason = candidate + " " + problem;
      }
    }
    throw new ContainerException(
        ErrorCode.UNSUPPORTED, "template busybox needs a static busybox: " + reason, HINT);
  }

  private static String problem(Path candidate) {
    try {
      return ElfProgram.read(candidate).isStatic() ? "" : "is linked to shared libraries";
    } catch (IOException e) {
      return "cannot be used: " + e.getMessage();
    }
  }

  /** Paths of its applets without the leading slash, as {@code usr/bin/env}. */
  List<String> applets() {
    List<String> applets = list().lines().filter(line -> !line.equals("linuxrc")).toList();
    for (String applet : applets) {
      if (!APPLET.matcher(applet).matches()) {
        throw new ContainerException(
            ErrorCode.UNSUPPORTED, path + " lists a strange applet: '" + applet + "'", HINT);
      }
    }
    if (!applets.contains("sbin/init")) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, path + " has no init", HINT);
    }
    return applets;
  }

  private String list() {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--list-full")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        process.getOutputStream().close();
        byte[] listing = process.getInputStream().readNBytes(LONGEST_LISTING);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new ContainerException(
              ErrorCode.UNSUPPORTED, path + " --list-full does not work", HINT);
        }
        return new String(listing, StandardCharsets.UTF_8);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, path + " cannot be run: " + e, HINT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "the build was interrupted", "", e);
    }
  }
}
