package io.cooperage.isolation.namespaces;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.supervisor.Supervisor;
import io.cooperage.supervisor.SupervisorException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a CT that outlived its keeper into the hands of the new one. Its console is lost, and halt
 * and reboot can no longer be told apart, but it can be entered, signalled and seen to end.
 */
record Custody(Supervisor supervisor) {
  private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

  static boolean lives(PidHandle init) {
    return ProcessStat.find(init.pid())
        .filter(s -> s.startTime() == init.startTime() && !s.ended())
        .isPresent();
  }

  /** Does a call about a CT, once more if the supervisor does not know the CT although it lives. */
  <T> T call(Sandbox sandbox, Supplier<T> call) {
    try {
      return call.get();
    } catch (SupervisorException e) {
      if (!Supervisor.absent(e) || !lives(sandbox.init()) || held(sandbox)) {
        throw e;
      }
      adopt(sandbox);
      return call.get();
    }
  }

  /** Makes sure that a living CT is held. */
  void take(Sandbox sandbox) {
    if (lives(sandbox.init()) && !held(sandbox)) {
      adopt(sandbox);
    }
  }

  private boolean held(Sandbox sandbox) {
    return supervisor.list().stream().anyMatch(r -> r.key().equals(sandbox.container().toString()));
  }

  private void adopt(Sandbox sandbox) {
    LOG.warn(
        "Container {} outlived the supervisor's keeper: its console is lost", sandbox.container());
    try {
      supervisor.adopt(sandbox.container().toString(), sandbox.init(), List.of());
    } catch (LinuxException e) {
      throw Failures.of("taking over container " + sandbox.container(), e);
    }
  }
}
