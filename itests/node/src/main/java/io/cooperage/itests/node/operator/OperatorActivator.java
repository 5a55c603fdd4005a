package io.cooperage.itests.node.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Takes lines of words on a Unix socket whose path is in the manifest. The answer to each is its
 * lines, each after a tab, and then {@code ok} or {@code failed}.
 */
public final class OperatorActivator implements BundleActivator {
  /** Header with the path of the socket. */
  public static final String SOCKET = "Operator-Socket";

  private ServerSocketChannel server;

  /** What the bundle consists of. */
  public static List<Class<?>> classes() {
    return List.of(OperatorActivator.class, BundleDesk.class, OldLoaders.class);
  }

  @Override
  public void start(BundleContext context) throws IOException {
    Path socket = Path.of(context.getBundle().getHeaders().get(SOCKET));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Files.deleteIfExists(socket);
    server.bind(UnixDomainSocketAddress.of(socket));
    BundleDesk desk = new BundleDesk(context);
    Thread thread = new Thread(() -> serve(desk), "operator");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop(BundleContext context) throws IOException {
    server.close();
  }

  private void serve(BundleDesk desk) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        converse(client, desk);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void converse(SocketChannel client, BundleDesk desk) throws IOException {
    BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(Channels.newWriter(client, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String end = "ok";
      try {
        desk.order(line.split(" ", 3)).forEach(answer -> out.println("\t" + answer));
      } catch (Exception | LinkageError e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(l -> out.println("\t" + l));
        end = "failed";
      }
      out.println(end);
      out.flush();
    }
  }
}
