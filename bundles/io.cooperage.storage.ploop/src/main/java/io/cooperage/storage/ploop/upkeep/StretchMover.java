package io.cooperage.storage.ploop.upkeep;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.upkeep.BlockPlaces.Run;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what an image has in a stretch to one place, while others may write to the image: it is
 * copied to an unnamed file, and the kernel lets the image share the copy where both are equal,
 * which it compares under the image's lock. What was written meanwhile differs, and stays where it
 * is. Snapshots that had the same blocks as the image share the copy then. For one thread.
 */
final class StretchMover implements AutoCloseable {
  /** Bytes that are brought to one place. */
  static final int STRETCH = 16 << 20;

  /** A stretch of fewer pieces stays. */
  static final int CROWDED = 16;

  private static final int SLICE = 1 << 20;
  private static final int SPLINTER = 64 << 10;

  /** Of a stretch, what may be shared with others than the snapshots, and so be stored twice. */
  private static final int FOREIGN_SHARE = 4;

  private final OwnedFd image;
  private final OwnedFd copy;
  private final OwnedFd witness;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SLICE);

  /**
   * Prepares.
   *
   * @param folder on the image's file system
   */
  StretchMover(OwnedFd image, Path folder) {
    this.image = image;
    this.copy = unnamed(folder);
    try {
      this.witness = unnamed(folder);
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static OwnedFd unnamed(Path folder) {
    return OpenCalls.create(folder, 0600, OpenFlag.TEMPORARY, OpenFlag.READ_WRITE);
  }

  /** Moves the stretch at an offset, a multiple of {@link #STRETCH}, if it is crowded. */
  void move(long offset, List<Path> snapshots) {
    List<OwnedFd> open = new ArrayList<>();
    try {
      for (Path snapshot : snapshots) {
        open.add(RegularFile.open(snapshot, OpenFlag.READ_WRITE));
      }
      move(new Stretch(offset, open));
    } catch (LinuxException e) {
      // The disk was shrunk meanwhile.
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    } finally {
      open.forEach(OwnedFd::close);
      FileCalls.resize(copy, 0);
      FileCalls.resize(witness, 0);
    }
  }

  private void move(Stretch stretch) {
    BlockPlaces seen = stretch.places(image);
    List<BlockPlaces> theirs = stretch.snapshots.stream().map(stretch::places).toList();
    if (seen.pieces() < CROWDED || !seen.movable() || foreign(seen.sharedBesides(theirs), seen)) {
      return;
    }
    copy(stretch, seen.runs(SLICE));
    // What was written or discarded meanwhile lies somewhere else now, or nowhere.
    BlockPlaces before = seen.commonWith(stretch.places(image));
    boolean common = theirs.stream().anyMatch(t -> before.commonWith(t).stored() > 0);
    if (common) {
      stretch.witnessed(before);
    }
    stretch.shareAll(before, copy, image);
    BlockPlaces moved = stretch.places(image).commonWith(BlockPlaces.of(copy, 0, STRETCH));
    List<BlockPlaces> following =
        theirs.stream().map(t -> before.commonWith(t).storedIn(moved)).toList();
    stretch.shareWithSnapshots(following, copy);
    if (common && foreign(stillShared(moved), moved)) {
      // A clone has the old blocks, which would be stored beside the new ones.
      stretch.shareAll(moved, witness, image);
      stretch.shareWithSnapshots(following, witness);
    }
  }

  /** Of what was moved, how many of the old blocks somebody else has: the witness alone is none. */
  private int stillShared(BlockPlaces moved) {
    return BlockPlaces.of(witness, 0, STRETCH).storedIn(moved).sharedBesides(List.of());
  }

  private static boolean foreign(int blocks, BlockPlaces stretch) {
    return blocks * FOREIGN_SHARE > stretch.stored();
  }

  private void copy(Stretch stretch, List<Run> runs) {
    FileCalls.allocate(copy, 0, STRETCH);
    for (Run run : runs) {
      buffer.clear().limit(run.length());
      long at = stretch.offset + run.start();
      int read = 1;
      while (buffer.hasRemaining() && read > 0) {
        read = FileCalls.read(image, buffer, at + buffer.position());
      }
      FileCalls.write(copy, buffer.flip(), run.start());
    }
  }

  @Override
  public void close() {
    copy.close();
    witness.close();
  }

  /** One that is being moved, with the snapshots that may share it. */
  private final class Stretch {
    private final long offset;
    private final List<OwnedFd> snapshots;

    Stretch(long offset, List<OwnedFd> snapshots) {
      this.offset = offset;
      this.snapshots = snapshots;
    }

    BlockPlaces places(OwnedFd file) {
      return BlockPlaces.of(file, offset, STRETCH);
    }

    /** Has an unnamed file share the old blocks, to see afterwards who else does. */
    void witnessed(BlockPlaces blocks) {
      List<Run> runs = blocks.runs(STRETCH);
      if (!runs.isEmpty()) {
        Run last = runs.get(runs.size() - 1);
        ExtentCalls.cloneRange(image, offset, last.start() + last.length(), witness);
      }
    }

    void shareAll(BlockPlaces blocks, OwnedFd source, OwnedFd target) {
      blocks.runs(SLICE).forEach(run -> share(run, source, target));
    }

    void shareWithSnapshots(List<BlockPlaces> blocks, OwnedFd source) {
      for (int i = 0; i < snapshots.size(); i++) {
        shareAll(blocks.get(i), source, snapshots.get(i));
      }
    }

    /** In smaller parts where it differs: a block that is written all the time spoils one alone. */
    void share(Run run, OwnedFd source, OwnedFd target) {
      if (shared(run, source, target) || run.length() <= SPLINTER) {
        return;
      }
      for (int at = 0; at < run.length(); at += SPLINTER) {
        int length = Math.min(SPLINTER, run.length() - at);
        shared(new Run(run.start() + at, length), source, target);
      }
    }

    private boolean shared(Run run, OwnedFd source, OwnedFd target) {
      long to = offset + run.start();
      return ExtentCalls.shareEqual(source, run.start(), target, to, run.length());
    }
  }
}
