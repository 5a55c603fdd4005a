package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.template.TemplateImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PloopTemplatesTest {
  private PloopNode node;

  @BeforeEach
  void start() {
    node = PloopNode.start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aPackedTemplateIsListedAsItWasDescribed() throws IOException {
    TemplateImage image = node.template();
    assertThat(image.descriptor()).isEqualTo(PloopNode.descriptor("tiny"));
    assertThat(image.digest()).matches("[0-9a-f]{64}");
    assertThat(Files.size(image.file())).isEqualTo(image.size());
    assertThat(node.templates().list()).containsExactly(image);
  }

  @Test
  void anOlderImageOfANameStaysAfterTheNewerOne() throws IOException {
    TemplateImage older = node.template();
    Path tree = node.templates().workFolder("tiny");
    Files.writeString(tree.resolve("other"), "content");
    TemplateImage newer =
        node.templates().pack(tree, PloopNode.descriptor("tiny"), Unattended.WORK);
    node.templates().discard(tree);
    assertThat(node.templates().list()).containsExactly(newer, older);
    node.templates().delete(older);
    assertThat(node.templates().list()).containsExactly(newer);
    node.templates().delete(newer);
    node.templates().delete(newer);
    assertThat(node.templates().list()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aTemplateWhoseDiskWasCopiedCanBeDeletedUnderIt() throws IOException {
    Volume volume = node.create(ContainerId.random(), "layout", "ploop");
    node.templates().delete(node.template());
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/hard"))).isEqualTo("tiny");
      assertThat(Files.readSymbolicLink(PloopNode.in(mounted, "etc/link"))).hasToString("name");
      assertThat(Files.getAttribute(PloopNode.in(mounted, "etc/name"), "unix:nlink")).isEqualTo(2);
      assertThat(Files.getAttribute(PloopNode.in(mounted, "etc"), "unix:uid")).isEqualTo(700_033);
      assertThat(Files.getPosixFilePermissions(PloopNode.in(mounted, "etc/name")))
          .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }
    node.storage().release(volume);
  }

  @Test
  void anOverlayKeepsIdsModesAndLinksOfTheTemplate() throws IOException {
    Volume volume = node.create(ContainerId.random());
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/link"))).isEqualTo("tiny");
      assertThat(Files.getAttribute(PloopNode.in(mounted, "etc"), "unix:uid")).isEqualTo(700_033);
      PloopNode.write(mounted, "etc/own", "content");
    }
    node.storage().release(volume);
    assertThat(Files.exists(node.template().file())).isTrue();
  }

  @Test
  void allDisksShareOneMountOfATemplate() {
    Volume one = node.create(ContainerId.random());
    Volume two = node.create(ContainerId.random());
    try (MountedVolume first = node.mount(one);
        MountedVolume second = node.mount(two)) {
      assertThat(node.host().mounts().held("template/" + node.template().digest()))
          .hasValueSatisfying(OwnedFd::close);
      assertThat(first.disk()).isNotEqualTo(second.disk());
    }
    node.storage().release(one);
    node.storage().release(two);
  }

  @Test
  void whatInterruptedBuildsLeftIsSweptAtTheNextStart() throws IOException {
    Path work = node.templates().workFolder("left");
    Files.createDirectories(work.resolve("proc"));
    Files.writeString(work.resolve("file"), "content");
    Files.writeString(work.resolveSibling("x.unfinished"), "half an image");
    try (FileSystemContext context = FileSystemContext.open("tmpfs");
        OwnedFd mount = context.create().mount()) {
      MountCalls.move(mount, work.resolve("proc"));
    }
    node.restart(3L << 30, 0);
    assertThat(node.templates().list()).containsExactly(node.template());
    assertThat(files()).noneMatch(name -> name.startsWith("work-") || name.startsWith("x."));
  }

  @Test
  void aFolderThatWasNotHandedOutIsNotRemoved() {
    Path elsewhere = node.host().stateFolder();
    assertThatIllegalArgumentException().isThrownBy(() -> node.templates().discard(elsewhere));
    assertThat(elsewhere).isDirectory();
  }

  @Test
  void aBadDescriptorIsLeftOutAndANameWithASlashIsRefused() throws IOException {
    Files.writeString(node.template().file().resolveSibling("bad.json"), "{\"schema\":1,");
    Files.writeString(node.template().file().resolveSibling("new.json"), "{\"schema\":2}");
    assertThat(node.templates().list()).containsExactly(node.template());
    Path tree = node.templates().workFolder("a/b");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () -> node.templates().pack(tree, PloopNode.descriptor("../x"), Unattended.WORK));
    node.templates().discard(tree);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(node.pool().root().resolve("template"))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
