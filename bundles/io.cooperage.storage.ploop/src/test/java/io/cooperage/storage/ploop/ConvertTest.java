package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.file.XattrCalls;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.format.InUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks that are made anew with the same files, on the real kernel. */
class ConvertTest {
  private static final long HOLE = 16 << 20;
  private static final int MODE = 04751;

  // An ACL as linux/posix_acl_xattr.h has it: version 2, then tag, permissions and id of each.
  private static final byte[] ACL =
      acl(0x01, 7, -1, 0x02, 5, 1234, 0x04, 5, -1, 0x10, 5, -1, 0x20, 1, -1);

  private static final Map<String, byte[]> ATTRIBUTES =
      Map.of(
          "user.note",
          "kept".getBytes(StandardCharsets.UTF_8),
          "trusted.note",
          new byte[300],
          "system.posix_acl_access",
          ACL);

  private static PloopNode node;

  private static byte[] acl(int... fields) {
    ByteBuffer acl = ByteBuffer.allocate(4 + fields.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN);
    acl.putInt(2);
    for (int i = 0; i < fields.length; i += 3) {
      acl.putShort((short) fields[i]).putShort((short) fields[i + 1]).putInt(fields[i + 2]);
    }
    return acl.array();
  }

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Volume disk(String layout, String fstype) throws IOException {
    Volume volume =
        node.create(ContainerId.random(), "layout", layout, "fstype", fstype, "diskspace", "320M");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
      asRoot(() -> Files.delete(PloopNode.in(mounted, "etc/hard")));
      decorate(mounted);
    }
    node.storage().release(volume);
    try (MountedVolume mounted = unmapped(volume);
        OwnedFd file = OpenCalls.open(PloopNode.in(mounted, "special"))) {
      ATTRIBUTES.forEach((name, value) -> XattrCalls.set(file, name, value));
    }
    node.storage().release(volume);
    return volume;
  }

  // Kernels differ in which ids of an ACL they tell through a mapped mount.
  private static MountedVolume unmapped(Volume volume) {
    Optional<TemplateImage> layer = Optional.of(node.template());
    return node.storage().mount(volume, new MountRequest(IdMap.PRIVILEGED, layer, false));
  }

  /** What a copy could lose. */
  private static void decorate(MountedVolume mounted) {
    asRoot(
        () -> {
          Path file = Files.writeString(PloopNode.in(mounted, "special"), "x");
          Files.createLink(PloopNode.in(mounted, "other"), file);
          try (FileChannel hole =
              FileChannel.open(
                  PloopNode.in(mounted, "hole"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE)) {
            hole.write(ByteBuffer.wrap(new byte[] {1}), HOLE - 1);
          }
          Files.setAttribute(file, "unix:mode", MODE);
        });
  }

  private static void assertDecorated(MountedVolume mounted) throws IOException {
    Path file = PloopNode.in(mounted, "special");
    try (OwnedFd open = OpenCalls.open(file)) {
      ATTRIBUTES.forEach(
          (name, value) ->
              assertThat(XattrCalls.get(open, name))
                  .as(name)
                  .hasValueSatisfying(v -> assertThat(v).containsExactly(value)));
      assertThat(StatusCalls.status(open).permissions()).isEqualTo(MODE);
    }
    assertThat(Files.isSameFile(file, PloopNode.in(mounted, "other"))).isTrue();
    try (OwnedFd hole = OpenCalls.open(PloopNode.in(mounted, "hole"))) {
      assertThat(StatusCalls.status(hole).size()).isEqualTo(HOLE);
      assertThat(StatusCalls.status(hole).allocated()).isLessThan(HOLE / 8);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void asRoot(Action action) {
    CredentialThread.run(
        PloopNode.IDS.base(),
        PloopNode.IDS.base(),
        () -> {
          try {
            action.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Volume convert(Volume volume, String layout, String fstype, String size) {
    return node.storage()
        .convert(
            volume,
            node.values("layout", layout, "fstype", fstype, "diskspace", size),
            new MountRequest(PloopNode.IDS, Optional.of(node.template()), true),
            Unattended.WORK);
  }

  private static void assertSameFiles(Volume volume) throws IOException {
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "file"))).isEqualTo("content");
      Path etc = PloopNode.in(mounted, "etc");
      assertThat(etc.resolve("hard")).doesNotExist();
      assertThat(Files.readSymbolicLink(etc.resolve("link"))).isEqualTo(Path.of("name"));
      assertThat(Files.getAttribute(etc, "unix:uid", LinkOption.NOFOLLOW_LINKS))
          .isEqualTo((int) PloopNode.IDS.base() + 33);
      asRoot(() -> assertThat(Files.readString(etc.resolve("name"))).isEqualTo("tiny"));
    }
    node.storage().release(volume);
    try (MountedVolume mounted = unmapped(volume)) {
      assertDecorated(mounted);
    }
    node.storage().release(volume);
  }

  @ParameterizedTest
  @CsvSource({
    "ploop-overlay,ext4,ploop,ext4,320M", "ploop-overlay,xfs,ploop,ext4,400M",
    "ploop-overlay,ext4,ploop-overlay,xfs,320M", "ploop,xfs,ploop,ext4,320M"
  })
  void theFilesAreOnTheNewDisk(
      String layout, String fstype, String newLayout, String newFstype, String size)
      throws IOException {
    Volume volume = disk(layout, fstype);
    Volume converted = convert(volume, newLayout, newFstype, size);
    assertThat(converted.property("layout")).isEqualTo(newLayout);
    assertThat(converted.property("fstype")).isEqualTo(newFstype);
    assertThat(converted.property("template").isEmpty()).isEqualTo(newLayout.equals("ploop"));
    assertSameFiles(converted);
    DiskFiles.assertNoOrphans(node.disk(converted));
    Path image = node.image(converted);
    CheckupTest.overwrite(image, 0, CheckupTest.header(image).with(InUse.OPEN).encode().array());
    FileTime made = Files.getLastModifiedTime(node.disk(converted).path());
    // As after a crash between the disk and its record.
    assertSameFiles(convert(volume, newLayout, newFstype, size));
    assertThat(Files.getLastModifiedTime(node.disk(converted).path()))
        .as("not again")
        .isEqualTo(made);
  }

  @Test
  void aDiskThatIsInUseStays() throws IOException {
    Volume volume = disk("ploop", "ext4");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> convert(volume, "ploop", "xfs", "320M"))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      PloopNode.write(mounted, "later", "x");
    }
    node.storage().release(volume);
    assertSameFiles(volume);
    DiskFiles.assertNoOrphans(node.disk(volume));
  }

  @Test
  void aWholeRootIsNotDividedAndStays() throws IOException {
    Volume volume = disk("ploop", "ext4");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> convert(volume, "ploop-overlay", "ext4", "320M"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertSameFiles(volume);
  }

  @Test
  void aDiskThatIsTooSmallForTheFilesLeavesTheOldOne() throws IOException {
    Volume volume = disk("ploop", "ext4");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "big", "x".repeat(60 << 20));
    }
    node.storage().release(volume);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> convert(volume, "ploop", "ext4", "40M"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
        .withMessageContaining("too small");
    assertSameFiles(volume);
    DiskFiles.assertNoOrphans(node.disk(volume));
  }
}
