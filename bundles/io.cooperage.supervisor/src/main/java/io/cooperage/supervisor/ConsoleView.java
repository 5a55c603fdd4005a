package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;

/**
 * A look at a CT's console. Output that this viewer does not read in time is lost to it, never held
 * back from the CT.
 */
public final class ConsoleView implements AutoCloseable {
  private final OwnedFd master;
  private final OwnedFd stream;
  private final byte[] history;

  ConsoleView(OwnedFd master, OwnedFd stream, byte[] history) {
    this.master = master;
    this.stream = stream;
    this.history = history.clone();
  }

  /** Returns the pty's master: to write input and set the size, not to read; does not block. */
  public OwnedFd master() {
    return master;
  }

  /**
   * Returns a socket with all output from now on. It ends with the worker; the console can then be
   * viewed again.
   */
  public OwnedFd stream() {
    return stream;
  }

  /** Returns the output up to where the stream begins, at most 64 KiB. */
  public byte[] history() {
    return history.clone();
  }

  @Override
  public void close() {
    master.close();
    stream.close();
  }
}
