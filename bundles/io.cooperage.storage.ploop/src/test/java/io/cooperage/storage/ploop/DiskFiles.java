package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks into the folder and the images of a disk. */
final class DiskFiles {
  private DiskFiles() {}

  /** Every file is named by the descriptor, and the other way round. */
  static void assertNoOrphans(DiskFolder disk) {
    DiskDescriptor descriptor = disk.read();
    Set<String> wanted = new TreeSet<>(Set.of("DiskDescriptor.xml"));
    for (DiskDescriptor.Image image : descriptor.images()) {
      wanted.add(image.file());
      if (!image.id().equals(descriptor.top())) {
        wanted.add(image.file() + ".json");
      }
    }
    try (Stream<Path> files = Files.list(disk.path())) {
      assertThat(files.map(f -> f.getFileName().toString())).hasSameElementsAs(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** UUID of the ext4 in an image. */
  static ByteBuffer uuid(Path image) {
    return uuid(image, 1024 + 0x68);
  }

  /** UUID of the xfs in an image. */
  static ByteBuffer uuidOfXfs(Path image) {
    return uuid(image, 32);
  }

  private static ByteBuffer uuid(Path image, long at) {
    try (OwnedFd file = OpenCalls.open(image)) {
      long offset = PloopHeader.parse(new FileBytes(file)).dataOffset() + at;
      ByteBuffer uuid = ByteBuffer.allocate(16);
      FileCalls.read(file, uuid, offset);
      return uuid.flip();
    }
  }

  /** Freezes the ext4 on a device that is mounted already. */
  static void freeze(BlockDevice device) {
    try (FileSystemContext context = FileSystemContext.open("ext4")) {
      context.option("source", device.path());
      context.option("errors", "remount-ro");
      try (OwnedFd mount = context.create().mount()) {
        long pid = ProcessHandle.current().pid();
        TestHost.freeze("--freeze", Path.of("/proc/" + pid + "/fd/" + mount.fd()));
      }
    }
  }
}
