package io.cooperage.api.front;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ExecTicket;
import java.util.Objects;

/** What a command leaves to its caller, which has the terminal, standard input and local files. */
public sealed interface Handover {
  /**
   * Run the program of a ticket with the caller's own stdio.
   *
   * @param ownCode exit with the program's code; else with 8 if it failed, as vzctl's exec
   * @param input local file for its standard input; empty for the caller's own
   */
  record Exec(ExecTicket ticket, boolean ownCode, String input) implements Handover {
    public Exec {
      Objects.requireNonNull(ticket, "ticket");
      Objects.requireNonNull(input, "input");
    }
  }

  /** Attach the caller's terminal to a console. */
  record Console(ConsoleTicket ticket) implements Handover {
    public Console {
      Objects.requireNonNull(ticket, "ticket");
    }
  }

  /**
   * Get a resource of the HTTP API and store it.
   *
   * @param resource path and query, as {@code /1.0/containers/101/files?path=/etc/fstab}
   * @param file local file; {@code -} for standard output
   */
  record Download(String resource, String file) implements Handover {
    public Download {
      Objects.requireNonNull(resource, "resource");
      Objects.requireNonNull(file, "file");
    }
  }

  /**
   * Put a local file to a resource of the HTTP API.
   *
   * @param file local file; {@code -} for standard input
   */
  record Upload(String file, String resource) implements Handover {
    public Upload {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(resource, "resource");
    }
  }
}
