package io.cooperage.isolation.namespaces;

import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.ExitReport.Cause;
import io.cooperage.supervisor.ExitStatus;

/**
 * Reads the end of a pid namespace's init: reboot(2) inside ends it by a signal that tells what was
 * asked.
 */
final class ExitReports {
  private static final int HANGUP = 1;
  private static final int INTERRUPT = 2;

  private ExitReports() {}

  static ExitReport of(ExitStatus status) {
    return switch (status.cause()) {
      case EXITED -> new ExitReport(Cause.HALTED, status.value());
      case KILLED, DUMPED -> new ExitReport(bySignal(status.value()), status.value());
      case UNKNOWN -> new ExitReport(Cause.UNKNOWN, -1);
    };
  }

  private static Cause bySignal(int signal) {
    return switch (signal) {
      case INTERRUPT -> Cause.HALTED;
      case HANGUP -> Cause.REBOOTED;
      default -> Cause.KILLED;
    };
  }
}
