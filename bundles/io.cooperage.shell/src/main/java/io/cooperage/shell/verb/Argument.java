package io.cooperage.shell.verb;

/** A word of a verb that is no option. */
record Argument(String name, Presence presence, Completion completion) {
  /** How often it may stand. */
  enum Presence {
    REQUIRED,
    OPTIONAL,
    /** Any number of times; the last argument. */
    REPEATED,
    /** The rest of the line, word for word; the last argument. */
    VERBATIM
  }

  String usage() {
    return switch (presence) {
      case REQUIRED -> name;
      case OPTIONAL -> "[" + name + "]";
      case REPEATED -> "[" + name + "...]";
      case VERBATIM -> "[--] " + name + "...";
    };
  }
}
