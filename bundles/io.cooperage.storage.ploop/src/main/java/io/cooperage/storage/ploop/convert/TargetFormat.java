package io.cooperage.storage.ploop.convert;

import io.cooperage.storage.ploop.format.FormatVersion;

/** A format that a disk can be written in. */
public enum TargetFormat {
  /** The layout of our own: what containers run from. Sizes are rounded up to 1 MiB. */
  IDENTITY,
  /** Ploop version 1 without holes, for Virtuozzo. Sizes are rounded up to 1 MiB. */
  PLOOP1,
  /** Ploop version 2 without holes, for Virtuozzo. Sizes are rounded up to 1 MiB. */
  PLOOP2,
  /** The bytes of the disk, sparse. */
  RAW,
  /** QEMU's qcow2 of version 3. Sizes are rounded up to 512 bytes. */
  QCOW2;

  ImageWriter writer() {
    return switch (this) {
      case IDENTITY -> new IdentityWriter();
      case PLOOP1 -> new DenseWriter(FormatVersion.V1);
      case PLOOP2 -> new DenseWriter(FormatVersion.V2);
      case RAW -> new RawWriter();
      case QCOW2 -> new Qcow2Writer();
    };
  }
}
