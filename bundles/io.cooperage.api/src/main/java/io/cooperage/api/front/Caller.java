package io.cooperage.api.front;

import java.io.PrintStream;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The program outside, usually {@code ct}, for which a command of Karaf's shell runs. A command
 * finds it in the session variable {@link #VARIABLE}; without one an operator sits at the shell
 * itself. Used by the command's thread alone, except {@link #gone()}.
 */
@ProviderType
public interface Caller {
  /** Name of the session variable that holds the caller. */
  String VARIABLE = "cooperage.caller";

  /** The caller's standard error; flush it to be seen before the command ends. */
  PrintStream errors();

  /** Whether the caller's standard error is a terminal, so that a line can be updated. */
  boolean terminal();

  /** Width of the caller's terminal in columns, at least 20. */
  int columns();

  /** The caller's kind of terminal, as {@code xterm-256color}; empty if it has none. */
  String terminalType();

  /** The caller's working folder, for relative paths. */
  Path directory();

  /** The caller has disconnected: nobody reads the output. */
  boolean gone();

  /** Sets the caller's exit code, 0..255; 0 unless it is set. */
  void exit(int code);

  /**
   * Leaves the rest to the caller, after the command has returned; replaces an earlier one.
   *
   * @return false if this caller cannot do it
   */
  boolean handOver(Handover rest);
}
