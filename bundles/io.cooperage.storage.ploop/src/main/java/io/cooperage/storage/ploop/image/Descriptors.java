package io.cooperage.storage.ploop.image;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorReader;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads descriptors, and parses only what differs from the last one: disks of one size have the
 * same text, and parsing takes longer than everything else that is asked of a running disk. Any
 * thread may call.
 */
public final class Descriptors {
  private volatile Parsed last = new Parsed(new byte[0], null);

  /** The image of a disk that is written to. */
  public Path topImage(DiskFolder disk) {
    return disk.image(read(disk));
  }

  private DiskDescriptor read(DiskFolder disk) {
    byte[] text = text(disk);
    Parsed known = last;
    if (known.disk() == null || !Arrays.equals(known.text(), text)) {
      known = new Parsed(text, DiskDescriptorReader.read(text));
      last = known;
    }
    return known.disk();
  }

  static byte[] text(DiskFolder disk) {
    try (OwnedFd file = RegularFile.open(disk.descriptor())) {
      return FileCalls.readAll(file, DiskDescriptorReader.LARGEST);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        throw new MalformedImageException(disk.descriptor() + " is missing", e);
      }
      throw e;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared or shown, never handed out
  private record Parsed(byte[] text, DiskDescriptor disk) {}
}
