package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCacheTest {
  private static final ReleaseFile TODAY = new ReleaseFile(List.of("Date: today"));
  private static final ReleaseFile LATER = new ReleaseFile(List.of("Date: later"));

  @TempDir private Path folder;

  @Test
  void itHoldsWhatWasKeptUntilTheMirrorChanges() throws IOException {
    PackageCache cache = new PackageCache(folder.resolve("cache"));
    assertThat(cache.holds(DebianRelease.DEBIAN_13)).isFalse();
    keep(cache, "packages");
    assertThat(cache.holds(DebianRelease.DEBIAN_13)).isTrue();
    assertThat(cache.holds(DebianRelease.DEBIAN_13, TODAY)).isTrue();
    assertThat(cache.holds(DebianRelease.DEBIAN_13, LATER)).isFalse();
    assertThat(cache.holds(DebianRelease.DEBIAN_12)).isFalse();
    assertThat(cache.tarball(DebianRelease.DEBIAN_13)).hasContent("packages");
    assertThat(cache.mirror(DebianRelease.DEBIAN_13)).isEqualTo("http://mirror.example");
  }

  @Test
  void aBuildThatDiedWhileFetchingLeavesTheOldPackages() throws IOException {
    PackageCache cache = new PackageCache(folder.resolve("cache"));
    keep(cache, "old");
    Files.writeString(cache.incoming(DebianRelease.DEBIAN_13), "half");
    assertThat(cache.tarball(DebianRelease.DEBIAN_13)).hasContent("old");
    assertThat(cache.incoming(DebianRelease.DEBIAN_13)).doesNotExist();
  }

  @Test
  void whatAnEarlierVersionKeptIsFetchedAgain() throws IOException {
    PackageCache cache = new PackageCache(folder.resolve("cache"));
    keep(cache, "packages");
    Files.writeString(folder.resolve("cache/trixie.key"), "only a key");
    assertThat(cache.holds(DebianRelease.DEBIAN_13)).isFalse();
    assertThat(cache.holds(DebianRelease.DEBIAN_13, TODAY)).isFalse();
  }

  @Test
  void itKeepsOnePackageSetPerRelease() throws IOException {
    PackageCache cache = new PackageCache(folder.resolve("cache"));
    keep(cache, "old");
    keep(cache, "new");
    try (var files = Files.list(folder.resolve("cache"))) {
      assertThat(files).hasSize(2);
    }
  }

  private static void keep(PackageCache cache, String content) throws IOException {
    Path incoming = cache.incoming(DebianRelease.DEBIAN_13);
    Files.writeString(incoming, content);
    cache.keep(DebianRelease.DEBIAN_13, TODAY, "http://mirror.example", incoming);
  }
}
