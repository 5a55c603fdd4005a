package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.process.Capability;
import io.cooperage.linux.process.ThreadCapabilities;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.tool.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResizeTest {
  private static final long MIB = PloopNode.MIB;
  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aStoppedExt4GrowsAndShrinksWithItsContent() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    write(volume);
    Volume grown = resize(volume, "700M", false);
    assertThat(sizeInside(grown)).isBetween(600 * MIB, 700 * MIB);
    Volume shrunk = resize(grown, "100M", false);
    assertThat(sizeInside(shrunk)).isBetween(60 * MIB, 100 * MIB);
    assertThat(content(shrunk)).isEqualTo("content");
    assertThat(node.storage().readBack(shrunk).get(0).value()).isEqualTo("100M");
  }

  @Test
  void aSizeThatWasRoundedUpSaysSo() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "100000K");
    Effective effective = node.storage().readBack(volume).get(0);
    assertThat(effective.value()).isEqualTo("98M");
    assertThat(effective.rounding()).isEqualTo("100000K");
    Volume resized = resize(volume, "100001K", false);
    assertThat(node.storage().readBack(resized).get(0).rounding()).isEqualTo("100001K");
  }

  @Test
  void aChangeThatACrashCutShortIsUndoneByTheOldValues() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    resize(volume, "512M", false);
    assertThat(resize(volume, "256M", false)).isEqualTo(volume);
    assertThat(sizeInside(volume)).isLessThan(256 * MIB);
  }

  @Test
  void aDescriptorThatACrashLeftBehindIsMendedByTheNextChange() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    for (String size : List.of("512M", "128M")) {
      Path descriptor = node.disk(volume).descriptor();
      byte[] old = Files.readAllBytes(descriptor);
      resize(volume, size, false);
      byte[] now = Files.readAllBytes(descriptor);
      Files.write(descriptor, old);
      resize(volume, size, false);
      assertThat(descriptor).hasBinaryContent(now);
    }
    node.storage().destroy(volume);
  }

  @Test
  void aFileSystemThatIsTooDamagedLeavesTheDiskAsLargeAsItWas() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    Path image = node.image(volume);
    byte[] descriptor = Files.readAllBytes(node.disk(volume).descriptor());
    long length = Files.size(image);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(length - 256 * MIB + 1024);
      file.write(new byte[1024]);
    }
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> resize(volume, "512M", false))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
    assertThat(image).hasSize(length);
    assertThat(node.disk(volume).descriptor()).hasBinaryContent(descriptor);
    assertThat(resize(volume, "256M", false)).isEqualTo(volume);
    node.storage().destroy(volume);
  }

  @Test
  void aFullPoolLetsNoFileSystemBeResizedOrRepaired() throws IOException {
    try (PloopNode small = PloopNode.start(1024 * MIB, 10)) {
      Volume volume = small.create(ContainerId.random(), "diskspace", "256M");
      long length = Files.size(small.image(volume));
      Path filler = small.pool().open().root().resolve("filler");
      long rest = small.pool().open().space().free() - 10 * MIB;
      Tool.of("fallocate", "util-linux")
          .run(Tool.UNATTENDED, "-l", Long.toString(rest), filler.toString());
      List<Runnable> refused =
          List.of(
              () -> small.storage().apply(volume, small.values("diskspace", "512M"), false),
              () -> small.storage().apply(volume, small.values("diskspace", "128M"), false),
              () -> small.storage().check(volume, true, Unattended.WORK));
      for (Runnable work : refused) {
        assertThatExceptionOfType(ContainerException.class)
            .isThrownBy(work::run)
            .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
      }
      assertThat(small.image(volume)).hasSize(length);
      small.storage().check(volume, false, Unattended.WORK);
    }
  }

  @Test
  void aSparseDiskGrowsFarBeyondThePool() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "1G");
    write(volume);
    Volume grown = resize(volume, "1T", false);
    assertThat(sizeInside(grown)).isGreaterThan(1000L << 30);
    assertThat(content(resize(grown, "1G", false))).isEqualTo("content");
  }

  @Test
  void aDiskThatHoldsTooMuchDoesNotShrink() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "large", "x".repeat(100 << 20));
    }
    node.storage().release(volume);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> resize(volume, "64M", false))
        .withMessageContaining("too small")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE));
    assertThat(sizeInside(volume)).isGreaterThan(200 * MIB);
  }

  @Test
  void aMountedXfsGrowsAtOnce() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M", "fstype", "xfs");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "kept", "content");
      Volume grown = resize(volume, "600M", true);
      assertThat(node.storage().usage(grown).size()).isGreaterThan(500 * MIB);
    }
    node.storage().release(volume);
    assertThat(content(volume)).isEqualTo("content");
  }

  @Test
  void aStoppedXfsGrowsAndRefusesToShrink() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M", "fstype", "xfs");
    write(volume);
    Volume grown = resize(volume, "640M", false);
    assertThat(sizeInside(grown)).isGreaterThan(500 * MIB);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> resize(grown, "320M", false))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThat(content(grown)).isEqualTo("content");
  }

  @Test
  void aRunningDiskRefusesToShrink() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> resize(volume, "128M", true))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNNING));
      assertThat(mounted.disk()).isPresent();
    }
    node.storage().release(volume);
  }

  @Test
  void aMountedExt4SaysWhatItLacksToGrow() throws IOException {
    assumeFalse(mayGrow(), "CAP_SYS_RESOURCE is there");
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    long before = Files.size(node.image(volume));
    try (MountedVolume mounted = node.mount(volume)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> resize(volume, "512M", true))
          .withMessageContaining("CAP_SYS_RESOURCE")
          .satisfies(e -> assertThat(e.hint()).contains("stop the container"));
      assertThat(mounted.disk()).isPresent();
    }
    node.storage().release(volume);
    assertThat(Files.size(node.image(volume))).isEqualTo(before);
  }

  @Test
  void aMountedExt4GrowsWithTheCapability() {
    assumeTrue(mayGrow(), "CAP_SYS_RESOURCE is missing");
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    try (MountedVolume mounted = node.mount(volume)) {
      Volume grown = resize(volume, "512M", true);
      assertThat(node.storage().usage(grown).size()).isGreaterThan(400 * MIB);
      assertThat(mounted.disk()).isPresent();
    }
    node.storage().release(volume);
  }

  @Test
  void inodesAreReadFromTheDiskAndGrowWithIt() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M", "diskinodes", "20000");
    Effective before = inodes(volume);
    assertThat(Long.parseLong(before.value())).isBetween(20_000L, 21_000L);
    assertThat(before.rounding()).isIn("20000", "");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      assertThat(inodes(volume)).isEqualTo(before);
    }
    node.storage().release(volume);
    Volume grown =
        node.storage()
            .apply(volume, node.values("diskspace", "512M", "diskinodes", "20000"), false);
    assertThat(Long.parseLong(inodes(grown).value())).isGreaterThan(35_000);
    assertThat(inodes(grown).rounding()).isEqualTo("20000");
  }

  private static Effective inodes(Volume volume) {
    return node.storage().readBack(volume).stream()
        .filter(e -> e.parameter().equals("diskinodes"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMountedXfsGrowsWhileSomebodyWrites() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M", "fstype", "xfs");
    try (MountedVolume mounted = node.mount(volume)) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 40; i++) {
                  PloopNode.write(mounted, "part" + i, "x".repeat(5 << 20));
                }
              });
      writer.start();
      Volume last = volume;
      for (int size = 340; size <= 640; size += 20) {
        last = resize(last, size + "M", true);
      }
      assertThat(node.storage().usage(last).size()).isGreaterThan(550 * MIB);
      join(writer);
      for (int i = 0; i < 40; i++) {
        assertThat(Files.size(PloopNode.in(mounted, "part" + i))).isEqualTo(5 << 20);
      }
    }
    node.storage().release(volume);
  }

  private static void join(Thread writer) {
    try {
      writer.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(writer.isAlive()).isFalse();
  }

  @Test
  void theCapacityIsThePools() {
    assertThat(node.storage().capacities(new HostFacts(1 << 30, 2, "test", Map.of())))
        .singleElement()
        .satisfies(c -> assertThat(c.resource()).isEqualTo("disk.space"))
        .satisfies(c -> assertThat(c.amount()).isEqualTo(node.storage().pool().total()));
  }

  private static boolean mayGrow() {
    return ThreadCapabilities.current().has(Capability.SYS_RESOURCE);
  }

  private static Volume resize(Volume volume, String size, boolean attached) {
    return node.storage().apply(volume, node.values("diskspace", size), attached);
  }

  private static void write(Volume volume) {
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "kept", "content");
    }
    node.storage().release(volume);
  }

  private static String content(Volume volume) throws IOException {
    try (MountedVolume mounted = node.mount(volume)) {
      return Files.readString(PloopNode.in(mounted, "kept"));
    } finally {
      node.storage().release(volume);
    }
  }

  private static long sizeInside(Volume volume) {
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      return node.storage().usage(volume).size();
    } finally {
      node.storage().release(volume);
    }
  }
}
