package io.cooperage.storage.ploop.backup;

import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A backup that is read. Nothing of it is used before it was checked. One thread at a time. */
public final class BackupReader {
  private static final int LARGEST_TEXT = 4 << 20;
  private static final int PERCENT = 100;

  private final BackupFiles files;
  private final Manifest manifest;

  private BackupReader(BackupFiles files, Manifest manifest) {
    this.files = files;
    this.manifest = manifest;
  }

  /**
   * Opens one.
   *
   * @return empty if there is no manifest, or one of another format
   * @throws DamagedBackupException if the manifest or its digest is bad
   */
  public static Optional<BackupReader> open(BackupFiles files) {
    if (files.size(Manifest.FILE).isEmpty()) {
      return Optional.empty();
    }
    byte[] text = small(files, Manifest.FILE);
    Optional<Manifest> manifest = ManifestText.read(text);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<String, String> digests = new TreeMap<>();
    digests.put(Manifest.FILE, manifest.get().backup().digest());
    digests.put(Manifest.INDEX, manifest.get().indexDigest());
    byte[] expected = Manifest.sums(digests).getBytes(StandardCharsets.US_ASCII);
    if (!Arrays.equals(small(files, Manifest.SUMS), expected)) {
      throw new DamagedBackupException(Manifest.FILE + " differs from its digest");
    }
    return Optional.of(new BackupReader(files, manifest.get()));
  }

  /** Whether it was begun and never came to its manifest, whose digest is written just before. */
  public static boolean unfinished(BackupFiles files) {
    return Stream.of(Manifest.FILE, Manifest.SUMS).allMatch(name -> files.size(name).isEmpty())
        && Stream.of(Manifest.IMAGE, Manifest.CHANGES, Manifest.INDEX)
            .anyMatch(name -> files.size(name).isPresent());
  }

  /** As {@link #open} for a backup that must be there. */
  public static BackupReader need(BackupFiles files) {
    return open(files)
        .orElseThrow(() -> new DamagedBackupException("it is missing, or was not finished"));
  }

  private static byte[] small(BackupFiles files, String name) {
    OptionalLong size = files.size(name);
    if (size.isEmpty() || size.getAsLong() > LARGEST_TEXT) {
      throw new DamagedBackupException(name + " is missing or too large");
    }
    ByteBuffer text = ByteBuffer.allocate((int) size.getAsLong());
    try (ReadableByteChannel channel = files.open(name)) {
      Channels.read(channel, text, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.array();
  }

  public StoredBackup backup() {
    return manifest.backup();
  }

  /** Bytes of blocks. */
  long content() {
    return manifest.dataSize() - manifest.dataOffset();
  }

  /** Takes blocks in rising order. */
  @FunctionalInterface
  interface BlockSink {
    /**
     * Takes one.
     *
     * @param bytes its content, valid during the call only; empty for zeros
     */
    void accept(Block block, ByteBuffer bytes);
  }

  /**
   * Reads everything and hands out each block after it was compared with its digest. The digest of
   * the index is known at the end only: until then nobody may rely on what was handed out.
   *
   * @throws DamagedBackupException if anything is not as it was written
   */
  void replay(BlockSink sink, ProgressSink progress) {
    requireSize(manifest.dataFile(), manifest.dataSize());
    requireSize(Manifest.INDEX, manifest.indexSize());
    try (ReadableByteChannel data = files.open(manifest.dataFile());
        ReadableByteChannel index = files.open(Manifest.INDEX)) {
      new Replay(data, index, sink, progress).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads everything.
   *
   * @throws DamagedBackupException if anything is not as it was written
   */
  public void verify(ProgressSink progress) {
    long[] done = {0};
    replay(
        (block, bytes) -> {
          done[0] += block.data() ? block.length() : 0;
          int percent = content() == 0 ? PERCENT : (int) (done[0] * PERCENT / content());
          progress.progress(percent, (done[0] >> 20) + " MiB read");
        },
        progress);
  }

  private void requireSize(String name, long size) {
    OptionalLong found = files.size(name);
    if (found.isEmpty()) {
      throw new DamagedBackupException(name + " is missing");
    }
    if (found.getAsLong() != size) {
      throw new DamagedBackupException(
          name + " has " + found.getAsLong() + " bytes instead of " + size);
    }
  }

  /** One pass over both files. */
  private final class Replay {
    private final ReadableByteChannel data;
    private final ReadableByteChannel index;
    private final BlockSink sink;
    private final ProgressSink progress;
    private final ByteBuffer block = ByteBuffer.allocateDirect(Block.LARGEST);
    private final MessageDigest indexDigest = Sha256.begin();
    private long left = content();

    Replay(
        ReadableByteChannel data,
        ReadableByteChannel index,
        BlockSink sink,
        ProgressSink progress) {
      this.data = data;
      this.index = index;
      this.sink = sink;
      this.progress = progress;
    }

    void run() {
      checkHead();
      ByteBuffer head = ByteBuffer.allocate(Block.HEAD);
      Channels.read(index, head, Manifest.INDEX);
      if (!head.equals(Block.head(Block.INDEX_MAGIC, backup().id()))) {
        throw new DamagedBackupException("the index is that of another backup");
      }
      indexDigest.update(head);
      ByteBuffer entry = ByteBuffer.allocate(Block.ENTRY);
      long end = 0;
      for (long n = (manifest.indexSize() - Block.HEAD) / Block.ENTRY; n > 0; n--) {
        Channels.read(index, entry.clear(), Manifest.INDEX);
        indexDigest.update(entry.duplicate());
        Block next = Block.decode(entry, end, backup().size());
        end = next.offset() + next.length();
        handOut(next);
      }
      if (left != 0 || !Sha256.text(indexDigest).equals(manifest.indexDigest())) {
        throw new DamagedBackupException("the index differs from its digest");
      }
    }

    private void checkHead() {
      MessageDigest digest = Sha256.begin();
      for (long at = 0; at < manifest.dataOffset(); at += block.limit()) {
        block.clear().limit((int) Math.min(block.capacity(), manifest.dataOffset() - at));
        Channels.read(data, block, manifest.dataFile());
        digest.update(block.duplicate());
      }
      if (!Sha256.text(digest).equals(manifest.headDigest())) {
        throw new DamagedBackupException(
            "the beginning of " + manifest.dataFile() + " differs from its digest");
      }
    }

    private void handOut(Block next) {
      progress.checkCancelled();
      block.clear().limit(0);
      if (next.data()) {
        if (next.length() > left) {
          throw new DamagedBackupException("the index tells of more blocks than there are");
        }
        left -= next.length();
        Channels.read(data, block.clear().limit((int) next.length()), manifest.dataFile());
        if (!Sha256.of(block).equals(next.digest())) {
          throw new DamagedBackupException(
              "the block for byte " + next.offset() + " of the disk differs from its digest");
        }
      }
      sink.accept(next, block);
    }
  }
}
