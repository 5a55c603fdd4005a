package io.cooperage.shell.verb;

/**
 * An option of a verb.
 *
 * @param name with its dashes
 * @param value what follows it, as {@code SECONDS}; empty for a flag
 */
record Option(String name, String value, String description, Completion completion) {
  boolean flag() {
    return value.isEmpty();
  }

  String usage() {
    return flag() ? name : name + " " + value;
  }
}
