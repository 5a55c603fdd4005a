package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One build after the other: packages into the cache, from there into the tree, then the fitting.
 */
final class DebianBuild {
  private static final int SIGRTMIN = 34;
  private static final int HALT_BY_SIGRTMIN_3 = SIGRTMIN + 3;
  private static final int REBOOT_BY_SIGRTMIN_5 = SIGRTMIN + 5;

  private final BuildHost host;
  private final String configuredMirror;
  private final PackageCache cache;

  DebianBuild(BuildHost host, String configuredMirror, PackageCache cache) {
    this.host = host;
    this.configuredMirror = configuredMirror;
    this.cache = cache;
  }

  TemplateDescriptor run(DebianRelease release, Path emptyFolder, ProgressSink progress) {
    host.require(release);
    progress.checkCancelled();
    AptOptions options = host.options(progress);
    try {
      progress.progress(1, "Looking for a Debian mirror");
      DebianMirror mirror = mirror(release, new MirrorProbe(options.environment(), progress));
      Bootstrap bootstrap = new Bootstrap(release, host.keyring(), options.environment(), progress);
      fillCache(release, mirror, bootstrap, emptyFolder, progress);
      bootstrap.install(cache.mirror(release), cache.tarball(release), emptyFolder);
      progress.checkCancelled();
      progress.progress(95, "Fitting the tree for containers");
      Files.setPosixFilePermissions(emptyFolder, PosixFilePermissions.fromString("rwxr-xr-x"));
      new DebianTree(emptyFolder).fit(mirror.sources(), options);
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          "template " + release.template() + ": cannot write its tree: " + e,
          "",
          e);
    }
    progress.progress(100, "The tree is complete");
    return descriptor(release);
  }

  private DebianMirror mirror(DebianRelease release, MirrorProbe probe) throws IOException {
    List<AptSource> sources =
        configuredMirror.isEmpty()
            ? host.sources()
            : List.of(
                new AptSource(configuredMirror, List.of(release.codename()), List.of("main")));
    Optional<DebianMirror> mirror = DebianMirror.choose(sources, release, probe);
    if (mirror.isEmpty() || (mirror.get().release().isEmpty() && !cache.holds(release))) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "template " + release.template() + " cannot be built: no Debian mirror answers",
          "check that 'apt-get update' works on the host and that its sources serve "
              + release.codename()
              + ", or set 'mirror' in etc/io.cooperage.template.debootstrap.cfg");
    }
    return mirror.get();
  }

  private void fillCache(
      DebianRelease release,
      DebianMirror mirror,
      Bootstrap bootstrap,
      Path emptyFolder,
      ProgressSink progress)
      throws IOException {
    if (mirror.release().isEmpty()) {
      progress.progress(35, "No Debian mirror answers: building from the packages kept here");
    } else if (cache.holds(release, mirror.release().get())) {
      progress.progress(35, "The packages kept here are those of the mirror");
    } else {
      Path incoming = cache.incoming(release);
      try {
        bootstrap.fetch(mirror.uri(), emptyFolder.resolve(".packages"), incoming);
        cache.keep(release, mirror.release().get(), mirror.uri(), incoming);
      } finally {
        Files.deleteIfExists(incoming);
      }
    }
    progress.checkCancelled();
  }

  private static TemplateDescriptor descriptor(DebianRelease release) {
    return new TemplateDescriptor(
        release.template(),
        release.description(),
        "debootstrap",
        List.of("/sbin/init"),
        Map.of(),
        HALT_BY_SIGRTMIN_3,
        REBOOT_BY_SIGRTMIN_5,
        Map.of("init", "systemd", "distribution", "debian", "release", release.codename()));
  }
}
