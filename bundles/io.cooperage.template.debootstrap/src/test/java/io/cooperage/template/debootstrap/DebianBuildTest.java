package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.spi.template.TemplateDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real build, twice: from the mirror, and from the kept packages with the mirror out of reach.
 */
@EnabledIfSystemProperty(
    named = "cooperage.full",
    matches = "true",
    disabledReason = "takes minutes and a Debian mirror; verify --full runs it")
class DebianBuildTest {
  @TempDir private Path state;
  private final RecordedProgress progress = new RecordedProgress();

  @BeforeEach
  void requireMirror() {
    BuildHost host = BuildHost.thisMachine();
    assumeTrue(Files.exists(host.scripts()), "the package debootstrap is missing");
    assumeTrue(
        DebianMirror.choose(
                host.sources(),
                DebianRelease.DEBIAN_13,
                new MirrorProbe(host.options(progress).environment(), progress))
            .flatMap(DebianMirror::release)
            .isPresent(),
        "no Debian mirror answers");
  }

  @Test
  void aTreeIsBuiltAndBuiltAgainWithTheMirrorCut() throws IOException {
    try (ScratchTree first = new ScratchTree();
        ScratchTree second = new ScratchTree()) {
      TemplateDescriptor descriptor =
          new DebootstrapTemplateSource(state, "", BuildHost.thisMachine())
              .build("debian-13", first.path(), progress);
      assertThat(descriptor.features()).containsEntry("init", "systemd");
      assertThat(progress.percents).isSorted().endsWith(100);
      assertWhole(first.path());

      new DebootstrapTemplateSource(state, "http://127.0.0.1:1/debian", BuildHost.thisMachine())
          .build("debian-13", second.path(), progress);
      assertWhole(second.path());
      assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
          .doesNotContain(first.path().toString(), second.path().toString());
    }
  }

  private static void assertWhole(Path root) throws IOException {
    assertThat(root.resolve("usr/lib/systemd/systemd")).isExecutable();
    assertThat(root.resolve("usr/sbin/sshd")).isExecutable();
    assertThat(root.resolve("etc/os-release")).content().contains("trixie");
    assertThat(root.resolve("etc/machine-id")).isEmptyFile();
    assertThat(root.resolve("dev")).isEmptyDirectory();
    assertThat(root.resolve("debootstrap")).doesNotExist();
    assertThat(Files.readAllLines(root.resolve("etc/shadow")))
        .anyMatch(line -> line.startsWith("root:*:") || line.startsWith("root:!"));
    assertThat(bytes(root)).isLessThan(400L << 20);
    assertThat(Files.getAttribute(root, "unix:mode")).isEqualTo(040755);
  }

  private static long bytes(Path root) throws IOException {
    long sum = 0;
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        Map<String, Object> status =
            Files.readAttributes(path, "size,isRegularFile", LinkOption.NOFOLLOW_LINKS);
        sum += (boolean) status.get("isRegularFile") ? (long) status.get("size") : 0;
      }
    }
    return sum;
  }
}
