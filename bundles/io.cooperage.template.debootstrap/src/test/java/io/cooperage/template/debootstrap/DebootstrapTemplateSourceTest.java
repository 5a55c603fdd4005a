package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.template.TemplateSource;
import io.cooperage.testing.template.TemplateSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebootstrapTemplateSourceTest extends TemplateSourceContract {
  @TempDir private Path folder;
  private BuildHost host;

  @BeforeEach
  void makeHost() throws IOException {
    host =
        new BuildHost(folder.resolve("apt"), folder.resolve("scripts"), folder.resolve("keyring"));
    Files.createDirectory(host.apt());
    Files.createDirectory(host.scripts());
    Files.writeString(host.scripts().resolve("trixie"), "");
    Files.writeString(host.keyring(), "");
  }

  @Override
  protected TemplateSource source() {
    return new DebootstrapTemplateSource(folder.resolve("state"), "", host);
  }

  @Test
  void withoutAMirrorAndPackagesItSaysWhatToDo() throws IOException {
    Files.writeString(
        host.apt().resolve("sources.list"), "deb http://127.0.0.1:1/debian bookworm main\n");
    assertRefused("debian-13", "no Debian mirror answers", "apt-get update");
  }

  @Test
  void aHostWithoutAnySourceIsToldTheSame() {
    assertRefused("debian-13", "no Debian mirror answers", "mirror");
  }

  @Test
  void aReleaseThatDebootstrapDoesNotKnowIsNamed() {
    assertRefused("debian-12", "does not know bookworm", "apt-get install debootstrap");
  }

  @Test
  void aMissingKeyringIsNamed() throws IOException {
    Files.delete(host.keyring());
    assertRefused("debian-13", "there is no", "debian-archive-keyring");
  }

  @Test
  void aMissingDebootstrapIsNamed() throws IOException {
    Files.delete(host.scripts().resolve("trixie"));
    Files.delete(host.scripts());
    assertRefused("debian-13", "debootstrap is not installed", "apt-get install debootstrap");
  }

  private void assertRefused(String template, String reason, String remedy) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> source().build(template, folder.resolve("tree"), new RecordedProgress()))
        .withMessageContaining("template " + template)
        .withMessageContaining(reason)
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(e.hint()).contains(remedy);
            });
  }
}
