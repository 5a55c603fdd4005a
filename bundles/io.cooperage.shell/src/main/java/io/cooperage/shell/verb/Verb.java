package io.cooperage.shell.verb;

import java.io.IOException;

/**
 * One command. A component that publishes itself as this service appears in the shell and in ct.
 */
public abstract class Verb {
  private final Syntax syntax;

  protected Verb(Syntax syntax) {
    this.syntax = syntax;
  }

  public final Syntax syntax() {
    return syntax;
  }

  /**
   * Runs it.
   *
   * @return the exit code, 0 for success
   * @throws io.cooperage.api.error.ContainerException what failed; the front shows it
   * @throws IOException if a local file cannot be read or written
   */
  protected abstract int run(Call call) throws IOException;
}
