package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes backups of images that nobody writes to. The manifest comes last, when all else is
 * durable.
 */
public final class BackupWriter {
  private BackupWriter() {}

  /**
   * Writes one.
   *
   * @param volume whose it is, for the manifest
   * @param image the image as it is to be kept
   * @param older the image as the parent has it, on the same file system; empty for a full backup
   */
  public static StoredBackup write(
      Volume volume,
      BackupDraft draft,
      Path image,
      Optional<Path> older,
      BackupFiles files,
      ProgressSink progress) {
    try (OwnedFd file = RegularFile.open(image)) {
      IdentityLayout layout = layout(file);
      ExtentMap now = ExtentMap.of(file, layout.dataOffset(), layout.size());
      Content content = older.map(o -> changes(draft, now, o)).orElseGet(() -> all(now));
      Sums sums = new Sums(content.head);
      try (WritableByteChannel data = files.create(Manifest.dataFile(older.isEmpty()));
          WritableByteChannel index = files.create(Manifest.INDEX)) {
        Channels.write(data, content.head);
        BlockPump pump = new BlockPump(file, layout.dataOffset(), content.total(), progress);
        pump.run(draft.id(), content.stretches, data, index);
        sums.pumped(pump);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return commit(manifest(volume, draft, layout.size(), sums), files);
    }
  }

  private static IdentityLayout layout(OwnedFd file) {
    FileBytes bytes = new FileBytes(file);
    IdentityLayout layout = IdentityLayout.of(PloopHeader.parse(bytes));
    layout.checkLength(bytes.size());
    return layout;
  }

  // A disk of 16 TiB has as many clusters: none of them is an object before its turn.
  private static Content all(ExtentMap now) {
    BitSet clusters = now.clusters(IdentityLayout.CLUSTER);
    Iterable<Stretch> stretches = () -> clusters.stream().mapToObj(BackupWriter::whole).iterator();
    long total = (long) clusters.cardinality() * IdentityLayout.CLUSTER;
    return new Content(DenseHead.of(now.size(), clusters), total, stretches);
  }

  private static Stretch whole(int cluster) {
    long start = (long) cluster * IdentityLayout.CLUSTER;
    return new Stretch(start, start + IdentityLayout.CLUSTER, true);
  }

  private static Content changes(BackupDraft draft, ExtentMap now, Path older) {
    try (OwnedFd file = RegularFile.open(older)) {
      IdentityLayout layout = layout(file);
      ExtentMap then = ExtentMap.of(file, layout.dataOffset(), layout.size());
      List<Stretch> changed = now.since(then);
      long total = changed.stream().filter(Stretch::data).mapToLong(Stretch::length).sum();
      return new Content(Block.head(Block.CHANGES_MAGIC, draft.id()), total, changed);
    }
  }

  private static Manifest manifest(Volume volume, BackupDraft draft, long size, Sums sums) {
    StoredBackup backup =
        new StoredBackup(
            draft.id(),
            draft.parent().map(StoredBackup::id),
            draft.parent().map(StoredBackup::digest),
            draft.createdAt(),
            volume,
            size,
            sums.dataSize + sums.indexSize,
            "",
            draft.notes());
    return new Manifest(
            backup,
            Manifest.dataFile(draft.parent().isEmpty()),
            sums.dataSize,
            sums.headLength,
            sums.headDigest,
            sums.indexSize,
            sums.indexDigest)
        .checked();
  }

  private static StoredBackup commit(Manifest manifest, BackupFiles files) {
    byte[] text = ManifestText.write(manifest);
    TreeMap<String, String> digests = new TreeMap<>();
    digests.put(Manifest.INDEX, manifest.indexDigest());
    digests.put(Manifest.FILE, Sha256.text(text));
    files.commit(Manifest.SUMS, Manifest.sums(digests).getBytes(StandardCharsets.US_ASCII));
    files.commit(Manifest.FILE, text);
    return ManifestText.read(text).orElseThrow().backup();
  }

  /** What is to be written, bytes of data among it, and what stands before it in the file. */
  private record Content(ByteBuffer head, long total, Iterable<Stretch> stretches) {}

  /** Sizes and digests of what was written. */
  private static final class Sums {
    private final long headLength;
    private final String headDigest;
    private long dataSize;
    private long indexSize;
    private String indexDigest = "";

    Sums(ByteBuffer head) {
      headLength = head.remaining();
      headDigest = Sha256.of(head);
    }

    void pumped(BlockPump pump) {
      dataSize = headLength + pump.written();
      indexSize = pump.indexSize();
      indexDigest = pump.indexDigest();
    }
  }
}
