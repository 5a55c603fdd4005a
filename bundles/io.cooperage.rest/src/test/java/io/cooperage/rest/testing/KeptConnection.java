package io.cooperage.rest.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that keeps its connection, and sends a body apart from its head as many do. */
public final class KeptConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(8192).flip();

  KeptConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Sends a request, its body in a write of its own, and reads the answer. */
  public Answer exchange(String method, String path, String body) throws IOException {
    if (body.isEmpty()) {
      send(method + " " + path + " HTTP/1.1\r\nHost: node\r\n\r\n");
    } else {
      send(head(method, path, body.length()));
      send(body);
    }
    return answer();
  }

  /** The head of a request whose body is JSON. */
  public static String head(String method, String path, int length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  public void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads an answer of known length, and no byte after it.
   *
   * @throws EOFException if the server has closed the connection instead
   */
  public Answer answer() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      all.write(next());
      text = all.toString(StandardCharsets.ISO_8859_1);
    }
    for (int left = length(text); left > 0; left--) {
      all.write(next());
    }
    return Answer.parse(all.toByteArray());
  }

  private static int length(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    int start = lower.indexOf("content-length:");
    if (start < 0) {
      return 0;
    }
    return Integer.parseInt(lower.substring(start + 15, lower.indexOf('\r', start)).trim());
  }

  private int next() throws IOException {
    if (!input.hasRemaining()) {
      int count = channel.read(input.clear());
      input.flip();
      if (count < 0) {
        throw new EOFException("the server closed the connection instead of an answer");
      }
    }
    return input.get();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
