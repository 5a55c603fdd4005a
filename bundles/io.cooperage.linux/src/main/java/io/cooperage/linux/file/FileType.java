package io.cooperage.linux.file;

/** What kind of file an inode is. */
public enum FileType {
  /** A regular file. */
  REGULAR(0100000, 8),
  /** A directory. */
  DIRECTORY(0040000, 4),
  /** A symbolic link. */
  SYMLINK(0120000, 10),
  /** A block device. */
  BLOCK_DEVICE(0060000, 6),
  /** A character device. */
  CHARACTER_DEVICE(0020000, 2),
  /** A named pipe. */
  FIFO(0010000, 1),
  /** A Unix socket. */
  SOCKET(0140000, 12),
  /** The file system did not say, or the kernel has no file type for it (an anonymous inode). */
  UNKNOWN(0, 0);

  private static final int MASK = 0170000;

  private final int modeBits;
  private final int directoryCode;

  FileType(int modeBits, int directoryCode) {
    this.modeBits = modeBits;
    this.directoryCode = directoryCode;
  }

  static FileType ofMode(int mode) {
    for (FileType type : values()) {
      if (type.modeBits == (mode & MASK)) {
        return type;
      }
    }
    return UNKNOWN;
  }

  static FileType ofDirectoryCode(int code) {
    for (FileType type : values()) {
      if (type.directoryCode == code) {
        return type;
      }
    }
    return UNKNOWN;
  }
}
