package io.cooperage.storage.ploop.convert;

/** A format of disk images that can be read. */
public enum DiskFormat {
  /** The bytes of the disk. */
  RAW,
  /** One ploop image of version 1 or 2; QEMU calls it parallels. */
  PLOOP,
  /** A folder with DiskDescriptor.xml and the images that it names. */
  PLOOP_FOLDER,
  /** QEMU's qcow2 of version 2 or 3, without backing file and encryption. */
  QCOW2
}
