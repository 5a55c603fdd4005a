package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a build takes from the host.
 *
 * @param apt folder of apt's configuration
 * @param scripts folder of debootstrap's scripts, one per suite
 * @param keyring keys that Debian signs with
 */
record BuildHost(Path apt, Path scripts, Path keyring) {
  private static final Path APT_CONFIG = Path.of("/usr/bin/apt-config");

  static BuildHost thisMachine() {
    return new BuildHost(
        Path.of("/etc/apt"),
        Path.of("/usr/share/debootstrap/scripts"),
        Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"));
  }

  /**
   * Checks what a build needs.
   *
   * @throws ContainerException UNSUPPORTED naming the missing package
   */
  void require(DebianRelease release) {
    if (!Files.isDirectory(scripts)) {
      throw missing(release, "debootstrap is not installed", "debootstrap");
    }
    if (!Files.exists(scripts.resolve(release.codename()))) {
      throw missing(release, "this debootstrap does not know " + release.codename(), "debootstrap");
    }
    if (!Files.isReadable(keyring)) {
      throw missing(release, "there is no " + keyring, "debian-archive-keyring");
    }
  }

  List<AptSource> sources() {
    return new HostApt(apt).sources();
  }

  /** Options of the host's apt; none on a host without it. */
  AptOptions options(ProgressSink progress) {
    if (!Files.isExecutable(APT_CONFIG)) {
      return AptOptions.NONE;
    }
    List<String> lines = new ArrayList<>();
    int exit =
        new HostCommand(List.of(APT_CONFIG.toString(), "dump"), Map.of(), Duration.ofSeconds(30))
            .run(progress, lines::add);
    return exit == 0 ? AptOptions.parse(lines) : AptOptions.NONE;
  }

  private static ContainerException missing(DebianRelease release, String what, String name) {
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "template " + release.template() + " cannot be built: " + what,
        "install it: apt-get install " + name);
  }
}
