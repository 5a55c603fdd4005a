package io.cooperage.api.container;

import java.util.List;
import java.util.Map;

/**
 * A program to run inside a CT. The program is searched in the CT's own PATH; no shell is involved.
 *
 * @param argv program and arguments; empty for the user's login shell
 * @param user user name or number inside the CT; empty for root
 * @param directory working directory inside the CT; empty for the user's home
 * @param terminal whether it gets a pty of the CT
 */
public record ExecRequest(
    List<String> argv,
    String user,
    String directory,
    Map<String, String> environment,
    boolean terminal) {
  public ExecRequest {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  public static ExecRequest of(String... argv) {
    return new ExecRequest(List.of(argv), "", "", Map.of(), false);
  }

  /** A login shell on a pty, as {@code ct enter}. */
  public static ExecRequest loginShell(Map<String, String> environment) {
    return new ExecRequest(List.of(), "", "", environment, true);
  }
}
