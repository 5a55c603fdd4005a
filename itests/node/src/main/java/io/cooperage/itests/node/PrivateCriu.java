package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A current CRIU in a folder of its own, with every library that it needs, run through its own
 * loader: the host's packages stay as they are. Taken from Debian's unstable through the host's own
 * mirror; Debian 12's own CRIU does not run on this kernel.
 */
public final class PrivateCriu {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path prefix;
  private final Path preload;

  private PrivateCriu(Path prefix, Path preload) {
    this.prefix = prefix;
    this.preload = preload;
  }

  /**
   * Brings it into a folder, or finds it there.
   *
   * @param shim C source of what is preloaded
   * @throws UncheckedIOException if no mirror answers
   */
  public static PrivateCriu in(Path folder, Path shim) {
    try {
      Path prefix = folder.resolve("prefix");
      if (!Files.exists(prefix.resolve("usr/sbin/criu"))) {
        fetch(folder, prefix);
      }
      Path preload = folder.resolve("owner.so");
      Programs.output(
          "gcc",
          "-std=gnu11",
          "-O2",
          "-Wall",
          "-Wextra",
          "-Werror",
          "-fPIC",
          "-shared",
          "-o",
          preload.toString(),
          shim.toString());
      return new PrivateCriu(prefix, preload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fetch(Path folder, Path prefix) throws IOException {
    Files.createDirectories(folder.resolve("state/lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Files.writeString(
        folder.resolve("sources.list"),
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
            + mirror()
            + " sid main\n");
    apt(folder, "update");
    // With an empty package status the resolver answers the whole set of libraries, down to libc.
    apt(folder, "install", "-y", "--download-only", "criu");
    Path unpacked = folder.resolve("prefix.new");
    try (DirectoryStream<Path> packages =
        Files.newDirectoryStream(folder.resolve("cache/archives"), "*.deb")) {
      for (Path file : packages) {
        Programs.output("dpkg", "-x", file.toString(), unpacked.toString());
      }
    }
    Files.move(unpacked, prefix);
  }

  private static String mirror() throws IOException {
    return Programs.output(
            "apt-get",
            "indextargets",
            "--format",
            "$(ORIGIN) $(LABEL) $(REPO_URI)",
            "Created-By: Packages")
        .lines()
        .filter(line -> line.startsWith("Debian Debian "))
        .map(line -> line.split(" ", 3)[2])
        .findFirst()
        .orElseThrow(() -> new IOException("apt knows no Debian mirror"));
  }

  private static void apt(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    Map.of(
            "Dir::Etc::sourcelist", folder.resolve("sources.list").toString(),
            "Dir::Etc::sourceparts", "/dev/null",
            "Dir::State", folder.resolve("state").toString(),
            "Dir::State::status", "/dev/null",
            "Dir::Cache", folder.resolve("cache").toString(),
            "Acquire::Check-Valid-Until", "false",
            "APT::Sandbox::User", "root",
            "APT::Install-Recommends", "false",
            "Acquire::Languages", "none")
        .forEach((key, value) -> command.addAll(List.of("-o", key + "=" + value)));
    command.addAll(List.of(arguments));
    Programs.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive"), new byte[0], LIMIT).orFail();
  }

  /** The command line that runs it, to be followed by its arguments. */
  public List<String> command() {
    Path libraries = prefix.resolve("usr/lib/x86_64-linux-gnu");
    return List.of(
        prefix.resolve("usr/lib64/ld-linux-x86-64.so.2").toString(),
        "--preload",
        preload.toString(),
        "--library-path",
        libraries.toString(),
        prefix.resolve("usr/sbin/criu").toString());
  }

  /** Runs it to its end. */
  public CtResult run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    return Programs.run(command, environment, new byte[0], LIMIT);
  }
}
