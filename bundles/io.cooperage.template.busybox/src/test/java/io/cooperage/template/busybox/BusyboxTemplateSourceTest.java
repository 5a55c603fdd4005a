package io.cooperage.template.busybox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateSource;
import io.cooperage.testing.template.TemplateSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusyboxTemplateSourceTest extends TemplateSourceContract {
  @TempDir private Path root;

  @BeforeEach
  void requireBusybox() {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "the package busybox-static is missing");
  }

  @Override
  protected TemplateSource source() {
    return new BusyboxTemplateSource();
  }

  @Test
  void itsInitIsBusyboxAndSoAreItsSignals() {
    TemplateDescriptor descriptor = build();
    assertThat(descriptor.name()).isEqualTo("busybox");
    assertThat(descriptor.init()).containsExactly("/sbin/init");
    assertThat(descriptor.haltSignal()).isEqualTo(12);
    assertThat(descriptor.rebootSignal()).isEqualTo(15);
    assertThat(descriptor.features()).containsEntry("init", "busybox");
  }

  @Test
  void everyLinkEndsInsideTheTree() throws IOException {
    build();
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> links = paths.filter(Files::isSymbolicLink).toList();
      assertThat(links)
          .hasSizeGreaterThan(200)
          .allSatisfy(
              link -> {
                Path target = Files.readSymbolicLink(link);
                assertThat(target.isAbsolute()).isFalse();
                assertThat(link.getParent().resolve(target).normalize()).startsWithRaw(root);
              });
    }
    assertThat(root.resolve("usr/bin/env").toRealPath()).isEqualTo(root.resolve("bin/busybox"));
  }

  @Test
  void modesDoNotDependOnTheUmask() throws IOException {
    build();
    assertThat(mode(root)).isEqualTo("rwxr-xr-x");
    assertThat(mode(root.resolve("bin/busybox"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(root.resolve("etc/passwd"))).isEqualTo("rw-r--r--");
    assertThat(mode(root.resolve("etc/shadow"))).isEqualTo("rw-r-----");
    assertThat(mode(root.resolve("root"))).isEqualTo("rwx------");
    assertThat(Files.getAttribute(root.resolve("tmp"), "unix:mode")).isEqualTo(041777);
  }

  @Test
  void nobodyCanLogInWithoutAPasswordBeingSet() throws IOException {
    build();
    assertThat(Files.readAllLines(root.resolve("etc/shadow")))
        .isNotEmpty()
        .allMatch(line -> line.contains(":!:") || line.contains(":*:"));
  }

  @Test
  void itIsSmall() throws IOException {
    build();
    try (Stream<Path> paths = Files.walk(root)) {
      long bytes =
          paths
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .mapToLong(path -> path.toFile().length())
              .sum();
      assertThat(bytes).isBetween(100_000L, 5_000_000L);
    }
  }

  @Test
  void aDynamicBusyboxIsRefusedWithThePackage() {
    assertRefused(Path.of("/bin/sh"), "is linked to shared libraries");
  }

  @Test
  void aMissingBusyboxIsRefusedWithThePackage() {
    assertRefused(root.resolve("none"), "there is no");
  }

  @Test
  void aFileThatIsNoProgramIsRefused() throws IOException {
    Path text = Files.writeString(root.resolveSibling(root.getFileName() + "-text"), "#!/bin/sh\n");
    try {
      assertRefused(text, "it ends too early");
      Files.writeString(text, "x".repeat(100));
      assertRefused(text, "it is no 64-bit ELF program");
    } finally {
      Files.delete(text);
    }
  }

  private void assertRefused(Path busybox, String reason) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                new BusyboxTemplateSource(List.of(busybox))
                    .build("busybox", root, new QuietProgress()))
        .withMessageContaining(reason)
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(e.hint()).contains("busybox-static");
            });
    assertThat(root).isEmptyDirectory();
  }

  private TemplateDescriptor build() {
    return source().build("busybox", root, new QuietProgress());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
