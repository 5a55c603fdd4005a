package io.cooperage.rest.cli;

/** Kinds of frames; {@code ct.c} has the same numbers. Fields within a payload end with a NUL. */
enum FrameKind {
  /** Bytes for standard output. */
  OUTPUT(1),
  /** Bytes for standard error. */
  ERROR(2),
  /** The exit code in decimal digits: the last frame. */
  EXIT(3),
  /** Redeem a ticket: socket, token, "terminal" or "", "own" or "", local input file or "". */
  EXEC(4),
  /** Attach to a console: socket, token. */
  CONSOLE(5),
  /** Get a resource: path and query, local file. */
  DOWNLOAD(6),
  /** Put a resource: local file, path and query. */
  UPLOAD(7);

  private final int number;

  FrameKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
