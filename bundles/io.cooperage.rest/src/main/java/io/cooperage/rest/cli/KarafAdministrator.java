package io.cooperage.rest.cli;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;

/**
 * Runs Karaf's own commands with every role: their ACLs ask for one, and whoever reaches the socket
 * is root.
 */
final class KarafAdministrator {
  private static final Set<RolePrincipal> ROLES =
      Stream.of("admin", "manager", "viewer", "systembundles")
          .map(RolePrincipal::new)
          .collect(Collectors.toUnmodifiableSet());

  private KarafAdministrator() {}

  static void execute(Session session, String line) throws Exception {
    Subject subject = new Subject(true, ROLES, Set.of(), Set.of());
    PrivilegedExceptionAction<Object> action = () -> session.execute(line);
    try {
      Subject.doAs(subject, action);
    } catch (PrivilegedActionException e) {
      throw e.getException();
    }
  }
}
