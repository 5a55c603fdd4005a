package io.cooperage.spi.isolation;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.network.NetworkNamespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Launches CTs and reaches into them. A CT lives on whatever becomes of the provider, the daemon or
 * the JVM. Safe for any thread; calls for one CT come one at a time, except {@code prepare} of
 * programs.
 */
@ConsumerType
public interface IsolationProvider extends ParameterOwner {
  /** As stored with CTs: "namespaces". */
  String kind();

  /**
   * Names of the layers that a report on any of its CTs has, whoever looks at them; always the
   * same. One that nobody reports on is reported as absent, lest a missing {@link
   * IsolationInspector} makes a CT look better fenced in.
   */
  default Set<String> layers() {
    return Set.of();
  }

  /** Starts a CT up to the moment before init's exec, where it waits at its gate. */
  Sandbox launch(LaunchRequest request);

  /**
   * Lets init run.
   *
   * @throws io.cooperage.api.error.ContainerException EXEC_FAILED with the errno if init cannot be
   *     executed
   */
  void openGate(Sandbox sandbox);

  /** Every CT that lives now or has ended and was not forgotten yet, whoever launched it. */
  List<Sandbox> present();

  /** Told of a CT that an earlier daemon has launched and that still runs. */
  default void adopted(Sandbox sandbox) {}

  /** Whether init still runs. */
  boolean alive(Sandbox sandbox);

  /** How it ended; empty while it lives or when it was never known. */
  Optional<ExitReport> exit(Sandbox sandbox);

  /** Sends a signal to init; no error if it has ended. */
  void signal(Sandbox sandbox, int signal);

  /** Gives up what is kept for a CT that has ended: exit report, console. Idempotent. */
  void forget(Sandbox sandbox);

  Optional<NetworkNamespace> network(Sandbox sandbox);

  /** Prepares a program; it runs when its ticket is redeemed or {@code run} is called. */
  ContainerProcess prepare(Sandbox sandbox, ExecPlan plan);

  ConsoleTicket console(Sandbox sandbox);

  /** The last output of the console, at most 64 KiB. */
  byte[] consoleLog(Sandbox sandbox);

  /** Files of a CT that runs or waits at its gate. */
  GuestFiles files(Sandbox sandbox, IdMap idMap);

  /**
   * Files below a detached mount, before the launch or during a repair; the descriptor stays the
   * caller's.
   */
  GuestFiles files(Descriptor root, IdMap idMap);

  /** Hears exits until closed. Exits that happened before are found by {@link #exit}. */
  Watch listen(SandboxListener listener);
}
