package io.cooperage.rest.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Unix socket of mode 0600 that turns away every peer but root (unix(7), SO_PEERCRED). */
final class PrivateSocketConnector extends UnixDomainServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateSocketConnector.class);

  private final UserPrincipal root;

  PrivateSocketConnector(Server server, ConnectionFactory http) {
    super(server, 1, 1, http);
    try {
      root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Files.setPosixFilePermissions(
        getUnixDomainPath(), PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new UnixDomainSelectorManager(executor, scheduler, selectors) {
      @Override
      protected EndPoint newEndPoint(
          SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        EndPoint endPoint =
            new SteadyEndPoint((SocketChannel) channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
      }
    };
  }

  /**
   * Makes way for our socket. One that nobody listens on is left from a killed daemon; one that
   * answers is in use. To be called before the connector's start: a failed one deletes its path.
   */
  static void removeStale(Path socket) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException(socket + " is there already and no socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      Files.delete(socket);
      return;
    }
    throw new IOException(socket + " is in use by another daemon");
  }

  // An exception here would make the acceptor pause for a second.
  @Override
  protected void configure(SocketChannel channel) throws IOException {
    super.configure(channel);
    UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    if (!peer.user().equals(root)) {
      LOG.warn("turned away user {}, who is not root", peer.user().getName());
      channel.close();
    }
  }
}
