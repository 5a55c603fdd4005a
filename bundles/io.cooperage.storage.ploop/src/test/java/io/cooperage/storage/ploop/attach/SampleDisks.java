package io.cooperage.storage.ploop.attach;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cooperage.storage.ploop.convert.Conversion;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.QemuImage;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.TargetFormat;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptor.Image;
import io.cooperage.storage.ploop.format.DiskDescriptor.ImageType;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Disks that lie in files in every way that there is. */
enum SampleDisks {
  RAW,
  OURS,
  DENSE_1,
  DENSE_2,
  CHAIN,
  QCOW2,
  /** Compressed by QEMU. */
  PACKED;

  private static final long SIZE = 24L << 20;
  private static final int SECTOR = 512;
  private static final int CLUSTER = 1 << 20;

  /** What a disk that was made in a folder looks like to who attaches it. */
  DiskImage image(Path folder, VirtualDisk disk) {
    return switch (this) {
      case RAW -> DiskImage.of(folder.resolve("raw"), DiskFormat.RAW, disk);
      case CHAIN -> DiskImage.of(folder, DiskFormat.PLOOP_FOLDER, disk);
      case QCOW2, PACKED -> DiskImage.of(folder.resolve("image"), DiskFormat.QCOW2, disk);
      case OURS, DENSE_1, DENSE_2 -> DiskImage.of(folder.resolve("image"), DiskFormat.PLOOP, disk);
    };
  }

  /** Makes one in a folder and opens it. */
  VirtualDisk in(Path folder) {
    try {
      Path raw = clusters(folder.resolve("raw"), 0, 1, 4, 5, 6, 11, 20, 23);
      return switch (this) {
        case RAW -> SourceDisks.open(raw, DiskFormat.RAW);
        case OURS -> converted(raw, TargetFormat.IDENTITY, DiskFormat.PLOOP);
        case DENSE_1 -> converted(raw, TargetFormat.PLOOP1, DiskFormat.PLOOP);
        case DENSE_2 -> converted(raw, TargetFormat.PLOOP2, DiskFormat.PLOOP);
        case QCOW2 -> converted(raw, TargetFormat.QCOW2, DiskFormat.QCOW2);
        case PACKED -> packed(raw);
        case CHAIN -> chain(folder, raw);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VirtualDisk converted(Path raw, TargetFormat target, DiskFormat format) {
    Path image = raw.resolveSibling("image");
    convert(raw, image, target);
    return SourceDisks.open(image, format);
  }

  private static VirtualDisk packed(Path raw) throws IOException {
    QemuImage.assumeInstalled();
    try (RandomAccessFile out = new RandomAccessFile(raw.toFile(), "rw")) {
      out.seek(20L * CLUSTER);
      out.write("a text that is short when it is compressed ".repeat(20_000).getBytes(US_ASCII));
    }
    Path image = raw.resolveSibling("image");
    QemuImage.convert(raw, "qcow2", image, "-c");
    return SourceDisks.open(image, DiskFormat.QCOW2);
  }

  private static void convert(Path raw, Path image, TargetFormat target) {
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      Conversion.run(source, image, target, Progress.UNATTENDED);
    }
  }

  // Random content, that of each cluster and file another one.
  private static Path clusters(Path file, int... numbers) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(SIZE);
      for (int number : numbers) {
        byte[] bytes = new byte[CLUSTER];
        new Random(number * 31L + file.getFileName().hashCode()).nextBytes(bytes);
        out.seek((long) number * CLUSTER);
        out.write(bytes);
      }
    }
    return file;
  }

  // A raw base, and above it a delta with some clusters of its own.
  private static VirtualDisk chain(Path folder, Path raw) throws IOException {
    Path changed = clusters(folder.resolve("changed"), 2, 5, 9);
    convert(changed, folder.resolve("top"), TargetFormat.PLOOP1);
    UUID base = new UUID(1, 1);
    UUID top = new UUID(1, 2);
    DiskDescriptor disk =
        new DiskDescriptor(
            SIZE / SECTOR,
            CLUSTER / SECTOR,
            List.of(
                new Image(base, ImageType.PLAIN, raw.getFileName().toString()),
                new Image(top, ImageType.COMPRESSED, "top")),
            top,
            List.of(new Shot(base, DiskDescriptor.NO_PARENT, false), new Shot(top, base, false)));
    Files.writeString(new DiskFolder(folder).descriptor(), DiskDescriptorWriter.write(disk));
    return SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER);
  }
}
