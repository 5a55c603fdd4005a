package io.cooperage.controller.io;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.kernel.BlockDevice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A loop device of 64 MiB. */
record TestDisk(LoopDevice device) implements AutoCloseable {
  private static final long SIZE = 64 << 20;

  /** Attaches a file that is made there. */
  static TestDisk at(Path image) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    try (OwnedFd file = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      return new TestDisk(LoopDevices.attach(file, LoopRequest.forImage()));
    }
  }

  /** As a cell has it. */
  BlockDevice described() {
    return new BlockDevice(path(), device.number().major(), device.number().minor());
  }

  String path() {
    return device.path().toString();
  }

  @Override
  public void close() {
    device.close();
  }
}
