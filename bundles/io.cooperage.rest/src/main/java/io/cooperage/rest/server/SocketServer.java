package io.cooperage.rest.server;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running Jetty that serves one servlet on one Unix socket. Not Felix' own Jetty, which does not
 * start without a TCP port.
 */
public final class SocketServer implements AutoCloseable {
  private static final String STOPPING = "cooperage.stopping";
  private static final int THREADS = 128;
  private static final int STOP_MILLIS = 1000;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Server server;
  private final ServletContextHandler context = new ServletContextHandler("/");

  /**
   * Listens at once.
   *
   * @throws IllegalStateException if the socket cannot be bound
   */
  public SocketServer(Path socket, HttpServlet servlet) {
    try {
      PrivateSocketConnector.removeStale(socket);
    } catch (IOException e) {
      throw new IllegalStateException("cannot serve on " + socket + ": " + e.getMessage(), e);
    }
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("cooperage-http");
    threads.setDaemon(true);
    threads.setStopTimeout(STOP_MILLIS);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // Else a request without a host has the socket's path in its place, which is no host.
    http.setServerAuthority(new HostPort("node"));
    http.setUriCompliance(UriCompliance.RFC3986);
    PrivateSocketConnector connector =
        new PrivateSocketConnector(server, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(socket);
    // A followed listing of events may be silent for days; only root can hold connections open.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    context.setAttribute(STOPPING, stopping);
    server.setHandler(context);
    start(socket);
  }

  /** Becomes true when the server of this context is about to stop. */
  public static AtomicBoolean stopping(ServletContext context) {
    // A context that has stopped already has lost its attributes.
    return context.getAttribute(STOPPING) instanceof AtomicBoolean stopping
        ? stopping
        : new AtomicBoolean(true);
  }

  private void start(Path socket) {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("cannot serve on " + socket + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stopping.set(true);
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop serving", e);
    }
  }
}
