package io.cooperage.storage.ploop.upkeep;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.Extent;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays scattered images out anew, of running CTs too. An image comes to lie in pieces when it is
 * written to after a snapshot. Content does not change, and what is shared with snapshots stays
 * shared, so that no backup grows. Any thread may call.
 */
public final class Defragmenter {
  /** An image of more pieces than this is slow to clone: 20 us for each (facts of reflinks). */
  public static final int SCATTERED = 1000;

  private static final long ROOM = 4L * StretchMover.STRETCH;

  private final Pool pool;
  private final WorkInProgress work;

  public Defragmenter(Pool pool, WorkInProgress work) {
    this.pool = pool;
    this.work = work;
  }

  /**
   * What whoever needs that the blocks of a disk stay where they are begins in the pool's {@link
   * WorkInProgress}, as this does to move some. Nothing is there.
   */
  public static Path placesOf(DiskFolder disk) {
    return disk.path().resolve("places");
  }

  /** How many pieces an image lies in. */
  public static int pieces(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      return Crowds.of(file).all;
    }
  }

  /**
   * Lays a disk's image out anew where it is crowded. It is only done in a pool on xfs.
   *
   * @param progress told the number of stretches before each
   * @return whether it went to its end; not if the pool has little room or the disk got another
   *     image
   */
  public boolean run(DiskFolder disk, Progress progress) {
    if (!pool.space().fileSystem().equals(FileSystemKind.XFS.type())) {
      return true;
    }
    Path image = disk.topImage();
    try (OwnedFd file = RegularFile.open(image, OpenFlag.READ_WRITE);
        StretchMover mover = new StretchMover(file, pool.root())) {
      List<Long> crowded = Crowds.of(file).found;
      for (int i = 0; i < crowded.size(); i++) {
        progress.reached(i, crowded.size());
        long offset = crowded.get(i);
        if (!work.during(placesOf(disk), () -> moved(disk, file, mover, offset))) {
          return false;
        }
      }
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOSPC)) {
        return false;
      }
      throw e;
    }
  }

  private boolean moved(DiskFolder disk, OwnedFd image, StretchMover mover, long offset) {
    Pool.Space now = pool.space();
    if (now.free() - now.reserve() < ROOM || !isTop(disk, image)) {
      return false;
    }
    mover.move(offset, disk.snapshotImages().stream().filter(Files::exists).toList());
    return true;
  }

  /** The disk may have been destroyed, restored or gone back to a snapshot. */
  private static boolean isTop(DiskFolder disk, OwnedFd image) {
    return disk.exists()
        && StatusCalls.status(disk.topImage()).inode() == StatusCalls.status(image).inode();
  }

  /**
   * Counts the pieces that begin in each stretch, in rising order. Extents are one piece if they
   * are as far from each other on the device as in the file: the kernel tells them apart where
   * others share one of them, and holes in the file may be holes on the device too.
   */
  private static final class Crowds {
    private final List<Long> found = new ArrayList<>();
    private int all;
    private long stretch;
    private int pieces;
    private long distance;

    static Crowds of(OwnedFd image) {
      Crowds crowds = new Crowds();
      ExtentCalls.forEach(image, crowds::add);
      crowds.end();
      return crowds;
    }

    private void add(Extent extent) {
      long far = extent.physical() - extent.logical();
      if (extent.unwritten() || (all > 0 && far == distance)) {
        return;
      }
      distance = far;
      long begins = extent.logical() / StretchMover.STRETCH;
      if (begins != stretch) {
        end();
        stretch = begins;
        pieces = 0;
      }
      pieces++;
      all++;
    }

    private void end() {
      if (pieces >= StretchMover.CROWDED) {
        found.add(stretch * StretchMover.STRETCH);
      }
    }
  }
}
