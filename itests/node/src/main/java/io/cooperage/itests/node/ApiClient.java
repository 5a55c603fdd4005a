package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One kept-alive HTTP/1.1 connection to a node's API socket. Single-threaded. */
public final class ApiClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final InputStream in;

  public ApiClient(Path socket) {
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      in = new BufferedInputStream(Channels.newInputStream(channel));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + socket, e);
    }
  }

  /** An answer of the server; {@code body} is a missing node when there is none. */
  public record Answer(int status, Map<String, String> headers, JsonNode body) {
    /** The body of a success. */
    public JsonNode orFail() {
      if (status >= 300) {
        throw new AssertionError(status + " " + body);
      }
      return body;
    }
  }

  /** Sends a request and reads its answer; an empty body sends none. */
  public Answer call(String method, String path, String body) {
    return call(method, path, body, "");
  }

  private Answer call(String method, String path, String body, String preference) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: cooperage\r\n"
            + (content.length == 0 ? "" : "Content-Type: application/json\r\n")
            + preference
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    try {
      ByteBuffer request = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return readAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  /** Sends a request that makes a job and waits until the job has ended well. */
  public void job(String method, String path, String body) {
    JsonNode ended = call(method, path, body, "Prefer: wait=600\r\n").orFail();
    if (!ended.get("state").asText().equals("succeeded")) {
      throw new AssertionError(method + " " + path + " -> " + ended);
    }
  }

  private Answer readAnswer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] content =
        headers.containsKey("content-length")
            ? in.readNBytes(Integer.parseInt(headers.get("content-length")))
            : "chunked".equals(headers.get("transfer-encoding")) ? chunks() : new byte[0];
    return new Answer(status, headers, JSON.readTree(content));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed the connection");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
