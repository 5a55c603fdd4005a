package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The packages of the last build of each release, one file each, so that a template can be built
 * again when the mirror is out of reach and need not be fetched again when nothing has changed.
 */
final class PackageCache {
  private final Path folder;

  PackageCache(Path folder) {
    this.folder = folder;
  }

  /** Where the packages of a release are, whether or not there are any. */
  Path tarball(DebianRelease release) {
    return folder.resolve(release.codename() + ".tar.gz");
  }

  boolean holds(DebianRelease release) throws IOException {
    return Files.isRegularFile(tarball(release))
        && Files.isRegularFile(keyFile(release))
        && Files.readAllLines(keyFile(release)).size() == 2;
  }

  /** Whether it holds what a mirror offers now, from whichever mirror it came. */
  boolean holds(DebianRelease release, ReleaseFile offered) throws IOException {
    return holds(release)
        && Files.readAllLines(keyFile(release)).get(0).equals(key(release, offered));
  }

  /** The mirror that the packages came from; debootstrap finds its lists again by that name. */
  String mirror(DebianRelease release) throws IOException {
    return Files.readAllLines(keyFile(release)).get(1);
  }

  /** Where new packages are to be written. */
  Path incoming(DebianRelease release) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path incoming = folder.resolve("." + release.codename() + ".new");
    Files.deleteIfExists(incoming);
    return incoming;
  }

  /** Keeps what was written, in place of what there was. */
  void keep(DebianRelease release, ReleaseFile offered, String mirror, Path incoming)
      throws IOException {
    Files.deleteIfExists(keyFile(release));
    Files.move(incoming, tarball(release), StandardCopyOption.ATOMIC_MOVE);
    Files.write(keyFile(release), List.of(key(release, offered), mirror));
  }

  private Path keyFile(DebianRelease release) {
    return folder.resolve(release.codename() + ".key");
  }

  private static String key(DebianRelease release, ReleaseFile offered) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      offered
          .lines()
          .forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
      digest.update(String.join(" ", release.packages()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
