package io.cooperage.storage.ploop.format;

/** Whether an image was closed properly: field m_DiskInUse at offset 44. */
public enum InUse {
  /** Open for writing now, or when its host died. */
  OPEN(0x746F6E59),
  /** Closed. */
  CLOSED(0x312e3276),
  /** Closed by software that knows no marks. */
  CLOSED_UNMARKED(0);

  /** Where the mark lies in the file. */
  public static final int OFFSET = 44;

  private final int mark;

  InUse(int mark) {
    this.mark = mark;
  }

  /** The number on disk. */
  public int mark() {
    return mark;
  }

  static InUse ofMark(int mark) {
    for (InUse state : values()) {
      if (state.mark == mark) {
        return state;
      }
    }
    throw new MalformedImageException(
        "in-use mark 0x" + Integer.toHexString(mark) + " is not known");
  }
}
