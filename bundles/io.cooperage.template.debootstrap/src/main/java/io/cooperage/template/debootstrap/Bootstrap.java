package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs debootstrap in mount and process namespaces of its own: when it ends, however it ends, no
 * mount and no process of it is left, and it does not outlive the daemon.
 */
final class Bootstrap {
  private static final Duration SILENCE = Duration.ofMinutes(10);
  private static final List<String> CAGE =
      List.of(
          "setpriv",
          "--pdeathsig",
          "KILL",
          "unshare",
          "--mount",
          "--propagation",
          "private",
          "--pid",
          "--fork",
          "--kill-child=KILL",
          "--mount-proc",
          "debootstrap",
          "--variant=minbase");

  private final DebianRelease release;
  private final String keyring;
  private final Map<String, String> environment;
  private final BootstrapProgress output;
  private final ProgressSink progress;

  Bootstrap(
      DebianRelease release, Path keyring, Map<String, String> environment, ProgressSink progress) {
    this.release = release;
    this.keyring = "--keyring=" + keyring;
    this.environment = new LinkedHashMap<>(environment);
    this.environment.put("DEBIAN_FRONTEND", "noninteractive");
    // A build that a power cut ends is begun again: no file of it need be flushed by itself.
    this.environment.put("DPKG_FORCE", "unsafe-io");
    this.output = new BootstrapProgress(progress);
    this.progress = progress;
  }

  /** Fetches and checks the packages, and packs them with what debootstrap knows of them. */
  void fetch(String mirror, Path scratch, Path tarball) {
    run("fetch the packages", List.of("--make-tarball=" + tarball), scratch, mirror);
  }

  /** Installs the packages into an empty folder. The mirror they came from is not asked again. */
  void install(String mirror, Path tarball, Path target) {
    run("install the packages", List.of("--unpack-tarball=" + tarball), target, mirror);
  }

  private void run(String what, List<String> options, Path folder, String mirror) {
    List<String> argv = new ArrayList<>(CAGE);
    argv.add(keyring);
    argv.add("--include=" + String.join(",", release.packages()));
    argv.addAll(options);
    argv.addAll(List.of(release.codename(), folder.toString(), mirror));
    int exit = new HostCommand(argv, environment, SILENCE).run(progress, output);
    if (exit != 0) {
      throw new ContainerException(
          ErrorCode.PROVIDER,
          "template "
              + release.template()
              + ": debootstrap could not "
              + what
              + " (exit code "
              + exit
              + "):\n"
              + output.lastLines()
              + BootstrapLog.tail(folder),
          "try again; if it stays, run apt-get update on the host and see whether its mirror is whole");
    }
  }
}
