package io.cooperage.isolation.view;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.StatusCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One file that is mounted in a CT. It is rewritten in place, for the mount is of this inode. For
 * one thread at a time.
 */
final class ViewFile implements AutoCloseable {
  private static final int LARGEST = 4 << 20;

  /** Whoever asks this often while a text is fresh is not answered one by one any more. */
  private static final int MANY = 16;

  private final Page page;
  private final OwnedFd file;
  private final long inode;
  private boolean renewed;
  private long written;
  private int asked;

  /**
   * A file of a CT's folder.
   *
   * @param file open for writing; becomes this one's
   */
  ViewFile(Page page, OwnedFd file) {
    this.page = page;
    this.file = file;
    this.inode = StatusCalls.status(file).inode();
  }

  OwnedFd descriptor() {
    return file;
  }

  long inode() {
    return inode;
  }

  Page page() {
    return page;
  }

  /** Its text; empty for one that nobody here can have written. */
  String shown() {
    try {
      return FileCalls.readText(file, LARGEST);
    } catch (LinuxException e) {
      return "";
    }
  }

  /** Whether its text is younger than that. */
  boolean youngerThan(Duration age) {
    return renewed && System.nanoTime() - written < age.toNanos();
  }

  /** Counts a reader who gets the text as it is, and says whether there were very many of them. */
  boolean servedAgain() {
    return ++asked >= MANY;
  }

  /** Writes what holds before anybody asks; the first who does gets it anew. */
  void begin(ViewedContainer container) {
    if (!renewed) {
      write(container.text(page));
    }
  }

  void renew(ViewedContainer container) {
    write(container.text(page));
    written = System.nanoTime();
    renewed = true;
    asked = 0;
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileCalls.write(file, ByteBuffer.wrap(bytes), 0);
    if (StatusCalls.status(file).size() > bytes.length) {
      FileCalls.resize(file, bytes.length);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
