package io.cooperage.template.debootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a release comes from.
 *
 * @param uri of the archive
 * @param release what it says of the suite now; empty if it does not answer
 * @param sources lines for a CT's sources.list
 */
record DebianMirror(String uri, Optional<ReleaseFile> release, List<String> sources) {
  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  DebianMirror {
    sources = List.copyOf(sources);
  }

  /**
   * The first source of the host that has the suite; else the first that might, without a release.
   */
  static Optional<DebianMirror> choose(
      List<AptSource> sources, DebianRelease wanted, MirrorProbe probe) {
    List<AptSource> archives = sources.stream().filter(AptSource::servesReleases).toList();
    for (AptSource archive : archives) {
      Optional<ReleaseFile> release = probe.release(archive.uri(), wanted.codename());
      if (release.isPresent()) {
        return Optional.of(of(archive, release, sources, wanted, probe));
      }
    }
    return archives.stream()
        .findFirst()
        .map(archive -> of(archive, Optional.empty(), sources, wanted, probe));
  }

  private static DebianMirror of(
      AptSource archive,
      Optional<ReleaseFile> release,
      List<AptSource> sources,
      DebianRelease wanted,
      MirrorProbe probe) {
    List<String> lines = new ArrayList<>(List.of(line(archive.uri(), wanted.codename())));
    String updates = wanted.codename() + "-updates";
    if (archive.servesUpdates() && has(release, probe, archive.uri(), updates)) {
      lines.add(line(archive.uri(), updates));
    }
    String security = wanted.codename() + "-security";
    for (AptSource source : sources) {
      if (source.servesSecurity() && has(release, probe, source.uri(), security)) {
        lines.add(line(source.uri(), security));
        break;
      }
    }
    boolean onHostAlone = archive.uri().startsWith("file:");
    return new DebianMirror(archive.uri(), release, onHostAlone ? List.of() : lines);
  }

  /** A mirror that does not answer now is taken at the host's word. */
  private static boolean has(
      Optional<ReleaseFile> release, MirrorProbe probe, String uri, String suite) {
    return release.isEmpty() || probe.release(uri, suite).isPresent();
  }

  private static String line(String uri, String suite) {
    return "deb [signed-by=" + KEYRING + "] " + uri + " " + suite + " main";
  }
}
