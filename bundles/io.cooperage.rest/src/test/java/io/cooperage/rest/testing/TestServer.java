package io.cooperage.rest.testing;

import io.cooperage.rest.http.ApiServlet;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import io.cooperage.rest.server.SocketServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real server on a socket of its own, and a client that speaks plain HTTP. */
public final class TestServer implements AutoCloseable {
  private final Path folder;
  private final SocketServer server;

  public TestServer(Resource... resources) {
    try {
      folder = Files.createTempDirectory("coop-fronts-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Route> routes = Stream.of(resources).flatMap(r -> r.routes().stream()).toList();
    server = new SocketServer(socket(), new ApiServlet(() -> routes));
  }

  /** The run folder, as in COOPERAGE_RUN. */
  public Path folder() {
    return folder;
  }

  public Path socket() {
    return folder.resolve("api.sock");
  }

  public SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  /** A connection for many requests. */
  public KeptConnection keep() throws IOException {
    return new KeptConnection(connect());
  }

  /** Sends a request without a body. */
  public Answer send(String method, String path, String... headers) {
    return exchange(method, path, new byte[0], headers);
  }

  /** Sends JSON. */
  public Answer json(String method, String path, String body, String... headers) {
    String[] all =
        Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers))
            .toArray(String[]::new);
    return exchange(method, path, body.getBytes(StandardCharsets.UTF_8), all);
  }

  /** Sends bytes and reads the whole answer. */
  public Answer exchange(String method, String path, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.0\r\nHost: node\r\n");
    Stream.of(headers).forEach(h -> head.append(h).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.ISO_8859_1)));
      ByteBuffer rest = ByteBuffer.wrap(body);
      try {
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        // The server has refused a body that is too large; its answer is there to be read.
      }
      return Answer.parse(readAll(channel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(8192);
    while (channel.read(part) >= 0) {
      all.write(part.array(), 0, part.position());
      part.clear();
    }
    return all.toByteArray();
  }

  /** Stops serving; the folder stays until the close. */
  public void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.deleteIfExists(socket());
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
