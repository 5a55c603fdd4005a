package io.cooperage.rest.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames. Output and errors keep their order: what was printed before to the one stream is
 * sent before what is printed now to the other. Safe for any thread.
 */
final class FrameStream {
  private static final int BUFFER = 8192;

  private final OutputStream sink;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private FrameKind current = FrameKind.OUTPUT;
  private boolean broken;

  FrameStream(OutputStream sink) {
    this.sink = sink;
  }

  /** A stream whose bytes become frames of this kind. */
  PrintStream stream(FrameKind kind) {
    return new PrintStream(new Part(kind), false, StandardCharsets.UTF_8);
  }

  /** Nobody reads any more. */
  synchronized boolean broken() {
    return broken;
  }

  /** Sends a frame of fields, each ended by a NUL. */
  synchronized void fields(FrameKind kind, String... fields) {
    flush();
    StringBuilder payload = new StringBuilder();
    for (String field : fields) {
      payload.append(field).append('\0');
    }
    byte[] bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
    send(kind, bytes, bytes.length);
    push();
  }

  /** Sends the last frame. */
  synchronized void exit(int code) {
    flush();
    byte[] digits = Integer.toString(code).getBytes(StandardCharsets.US_ASCII);
    send(FrameKind.EXIT, digits, digits.length);
    push();
  }

  private synchronized void add(FrameKind kind, byte[] bytes, int offset, int length) {
    if (kind != current) {
      flush();
      current = kind;
    }
    int at = offset;
    while (at < offset + length) {
      int part = Math.min(BUFFER - filled, offset + length - at);
      System.arraycopy(bytes, at, buffer, filled, part);
      filled += part;
      at += part;
      if (filled == BUFFER) {
        flush();
      }
    }
  }

  private void flush() {
    if (filled > 0) {
      send(current, buffer, filled);
      filled = 0;
    }
  }

  private void send(FrameKind kind, byte[] bytes, int length) {
    byte[] header = ByteBuffer.allocate(5).put((byte) kind.number()).putInt(length).array();
    try {
      if (!broken) {
        sink.write(header);
        sink.write(bytes, 0, length);
      }
    } catch (IOException e) {
      broken = true;
    }
  }

  private synchronized void push() {
    flush();
    try {
      if (!broken) {
        sink.flush();
      }
    } catch (IOException e) {
      broken = true;
    }
  }

  /** One of the two streams. */
  private final class Part extends OutputStream {
    private final FrameKind kind;

    Part(FrameKind kind) {
      this.kind = kind;
    }

    @Override
    public void write(int b) {
      add(kind, new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      add(kind, bytes, offset, length);
    }

    @Override
    public void flush() {
      push();
    }
  }
}
