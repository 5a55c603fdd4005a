package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
   * @param content of that image
   */
  public static StoredBackup write(
      Volume volume,
      BackupDraft draft,
      Path image,
      BackupContent content,
      BackupFiles files,
      ProgressSink progress) {
    try (OwnedFd file = RegularFile.open(image)) {
      IdentityLayout layout = IdentityLayout.of(new FileBytes(file));
      Sums sums = new Sums(content.head());
      try (WritableByteChannel data = files.create(Manifest.dataFile(content.full()));
          WritableByteChannel index = files.create(Manifest.INDEX)) {
        Channels.write(data, content.head());
        BlockPump pump = new BlockPump(file, layout.dataOffset(), content.total(), progress);
        pump.run(draft.id(), content.stretches(), data, index);
        sums.pumped(pump);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return commit(manifest(volume, draft, layout.size(), sums), files);
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
