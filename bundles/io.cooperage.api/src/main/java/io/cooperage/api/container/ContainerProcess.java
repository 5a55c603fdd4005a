package io.cooperage.api.container;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A program that may run once inside a CT: either somebody redeems the ticket, or the caller
 * collects its output.
 */
@ProviderType
public interface ContainerProcess {
  /** Registers a ticket for a client on this host; it expires after a minute. */
  ExecTicket ticket();

  /**
   * Runs it now with the given standard input and waits for its end; on timeout it is killed.
   *
   * @param limit bytes kept of each stream
   * @throws io.cooperage.api.error.ContainerException EXEC_FAILED if it cannot be started, TIMEOUT
   */
  ExecResult run(byte[] input, int limit, Duration timeout);
}
