package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;

/** Turns what the kernel and the supervisor say into errors for operators. */
final class Failures {
  private Failures() {}

  static ContainerException of(String what, LinuxException e) {
    if (e.is(Errno.ESRCH, Errno.ENOENT)) {
      return new ContainerException(
          ErrorCode.NOT_RUNNING,
          what + ": the container does not run (" + e.getMessage() + ")",
          "",
          e);
    }
    ErrorCode code = e.is(Errno.ENOSPC, Errno.EDQUOT) ? ErrorCode.NO_SPACE : ErrorCode.KERNEL;
    return new ContainerException(
        code, what + ": " + e.getMessage(), "see ct node doctor and the daemon's log", e);
  }

  /** A program that could not be executed is its caller's affair, all else is ours. */
  static ContainerException executing(ExecRequest request, LinuxException e) {
    String program =
        request.argv().isEmpty() ? "the login shell" : "'" + request.argv().get(0) + "'";
    if (e.call().startsWith("execute") || e.call().startsWith("change to folder")) {
      return new ContainerException(
          ErrorCode.EXEC_FAILED,
          "cannot run " + program + ": " + e.getMessage(),
          "is it installed in the container?",
          e);
    }
    return of("running " + program, e);
  }
}
