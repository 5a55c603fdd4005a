package io.cooperage.itests.node;

import io.cooperage.itests.node.operator.OperatorActivator;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Changes bundles of a running node, without {@code ct}, which may be what is changed.
 * Single-threaded.
 */
public final class Operator implements AutoCloseable {
  private static final String NAME = "operator";

  private final TestNode node;
  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  private Operator(TestNode node, SocketChannel channel) {
    this.node = node;
    this.channel = channel;
    in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /** Installs the operator's bundle into a node. */
  public static Operator enter(TestNode node) throws IOException {
    Path socket = node.run().resolve("operator.sock");
    Path jar = Files.createTempFile(node.state(), NAME, ".jar");
    BundleJar.write(
        jar,
        Map.of(
            "Bundle-SymbolicName",
            NAME,
            "Bundle-Activator",
            OperatorActivator.class.getName(),
            "Import-Package",
            "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.framework.wiring",
            OperatorActivator.SOCKET,
            socket.toString()),
        OperatorActivator.classes());
    node.ct("bundle:install", "-s", jar.toUri().toString()).orFail();
    return new Operator(node, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /** Stops a bundle. */
  public void stop(String bundle) {
    order("stop " + bundle);
  }

  /** Starts a bundle. */
  public void start(String bundle) {
    order("start " + bundle);
  }

  /** Gives a bundle of the program its own content once more, as a new revision. */
  public void update(String bundle) {
    order("update " + bundle + " " + node.jar(bundle));
  }

  /** Wires a bundle anew, and with it all that hangs on it. */
  public void refresh(String bundle) {
    order("refresh " + bundle);
  }

  /** Removes a bundle; {@link #reinstall} brings it back. */
  public void uninstall(String bundle) {
    order("uninstall " + bundle);
  }

  /** Installs a bundle again from where it came. */
  public void reinstall(String bundle) {
    order("reinstall " + bundle);
  }

  /** Installs a jar and starts it. */
  public void install(Path jar) {
    order("install " + jar);
  }

  /** Bundles of Cooperage that should run and do not. */
  public List<String> idle() {
    return order("idle");
  }

  /** After a collection: the bundle of each class loader that is not in use and still there. */
  public List<String> staleLoaders() {
    return order("stale");
  }

  private List<String> order(String line) {
    try {
      out.write(line + "\n");
      out.flush();
      List<String> answer = new ArrayList<>();
      for (String got = in.readLine(); got != null; got = in.readLine()) {
        if (got.equals("ok")) {
          return answer;
        }
        if (got.equals("failed")) {
          throw new AssertionError(line + "\n" + String.join("\n", answer));
        }
        answer.add(got.substring(1));
      }
      throw new EOFException("the operator's bundle is gone");
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    node.ct("bundle:uninstall", NAME).orFail();
  }
}
