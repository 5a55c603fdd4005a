package io.cooperage.rest.cli;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;

/**
 * Asks Karaf with every role: its commands' ACLs ask for one, and whoever reaches the socket is
 * root.
 */
final class KarafAdministrator {
  private static final Set<RolePrincipal> ROLES =
      Stream.of("admin", "manager", "viewer", "systembundles")
          .map(RolePrincipal::new)
          .collect(Collectors.toUnmodifiableSet());

  private KarafAdministrator() {}

  static void execute(Session session, String line) throws Exception {
    as(() -> session.execute(line));
  }

  /**
   * Calls what asks Karaf for its commands, on a thread of its own: Karaf shows each caller those
   * that its roles allow, and remembers for every thread what it has shown (4.4.10), which would
   * keep the classes of commands that have left.
   */
  static <T> T apart(Supplier<T> body) {
    FutureTask<T> task = new FutureTask<>(() -> as(body::get));
    Thread thread = new Thread(task, "cooperage-commands");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }

  private static <T> T as(PrivilegedExceptionAction<T> action) throws Exception {
    try {
      return Subject.doAs(new Subject(true, ROLES, Set.of(), Set.of()), action);
    } catch (PrivilegedActionException e) {
      throw e.getException();
    }
  }
}
