package io.cooperage.storage.ploop.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads what a program prints and keeps its end. Who made a damaged file system decides how much is
 * said of it, so nothing else of it is stored anywhere.
 */
final class OutputTail {
  private static final int CHUNK = 1 << 13;

  private final InputStream output;
  private final byte[] kept;
  private final Thread reader = new Thread(this::read, "cooperage-tool-output");
  private long seen;

  /**
   * Begins to read.
   *
   * @param output of the program; closed by whoever started it
   * @param most bytes that are kept
   */
  OutputTail(InputStream output, int most) {
    this.output = output;
    this.kept = new byte[most];
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * The end of the output, once the program has ended. What it left running may hold the output
   * open; that is not waited for.
   */
  String text(Duration patience) throws InterruptedException {
    reader.join(patience.toMillis());
    return text();
  }

  private synchronized String text() {
    int length = (int) Math.min(seen, kept.length);
    byte[] end = new byte[length];
    for (int i = 0; i < length; i++) {
      end[i] = kept[(int) ((seen - length + i) % kept.length)];
    }
    return new String(end, StandardCharsets.UTF_8).strip();
  }

  private void read() {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int count = output.read(chunk); count >= 0; count = output.read(chunk)) {
        add(chunk, count);
      }
    } catch (IOException e) {
      // The program was killed, and its output closed with it.
    }
  }

  private synchronized void add(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      kept[(int) (seen++ % kept.length)] = chunk[i];
    }
  }
}
