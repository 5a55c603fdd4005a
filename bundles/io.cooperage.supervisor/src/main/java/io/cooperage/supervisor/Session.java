package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A program that the supervisor started. Closing gives up the terminal, not the program. */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final Exchange exchange;
  private final int pid;
  private final Optional<OwnedFd> terminal;

  Session(Connection connection, Exchange exchange, int pid, Optional<OwnedFd> terminal) {
    this.connection = connection;
    this.exchange = exchange;
    this.pid = pid;
    this.terminal = terminal;
  }

  /** Returns the process's id as the host sees it; only {@link #signal} is safe after its end. */
  public int pid() {
    return pid;
  }

  /** Returns the master of its terminal, if it has one; closed with this session. */
  public Optional<OwnedFd> terminal() {
    return terminal;
  }

  /**
   * Returns how the program ends: {@link ExitStatus#UNKNOWN} when the supervisor is lost before.
   */
  public CompletableFuture<ExitStatus> exit() {
    return exchange.exit().copy();
  }

  /**
   * Sends a signal.
   *
   * @throws SupervisorException ESRCH when the program has ended
   */
  public void signal(int number) {
    Request request = new Request(Verb.KILL);
    request.put(Tag.SESSION, new Request.Value().int32(exchange.id()).bytes());
    request.put(Tag.SIGNAL, new Request.Value().int32(number).bytes());
    Connection.await(connection.send(request)).forEach(Reply::close);
  }

  @Override
  public void close() {
    terminal.ifPresent(OwnedFd::close);
  }
}
