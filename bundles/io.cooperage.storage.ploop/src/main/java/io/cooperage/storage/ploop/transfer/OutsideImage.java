package io.cooperage.storage.ploop.transfer;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.FileSystemKind;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * An image of the host that an operator named: what is wrong with it is wrong with what was asked
 * for, and all is told as BAD_VALUE.
 */
record OutsideImage(Path path) {
  /** Does something with it whose failure shall be told as "cannot VERB the image". */
  <T> T told(String verb, Supplier<T> work) {
    try {
      return work.get();
    } catch (MalformedImageException e) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE,
          "cannot " + verb + " " + path + ": " + e.getMessage(),
          "Nothing was changed. 'qemu-img check' and 'qemu-img convert' help with images of others.",
          e);
    }
  }

  /** The format that a word names, or else that the file looks like. */
  DiskFormat format(String word) {
    return word.isEmpty() ? readable(() -> SourceDisks.probe(path)) : ImageWords.source(word);
  }

  VirtualDisk open(DiskFormat format) {
    return readable(() -> SourceDisks.open(path, format));
  }

  /** The file system on its disk. */
  FileSystemKind kind(VirtualDisk disk) {
    return readable(() -> FileSystemProbe.kind(disk));
  }

  // Nothing but what the operator named is read here.
  private <T> T readable(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "cannot read " + path + ": " + e.getMessage(), "", e);
    }
  }
}
