package io.cooperage.shell.container;

import java.util.regex.Pattern;

/** What a container wrote to its console, fit for an operator's terminal. */
final class ConsoleText {
  /** Colours are all that a container may do to the terminal (ECMA-48, SGR). */
  private static final Pattern UNSAFE =
      Pattern.compile("(?!\033\\[[0-9;]{0,32}m)[\\p{Cntrl}\u0080-\u009f&&[^\r\n\t]]");

  private ConsoleText() {}

  /** The same text with a question mark for every other control character. */
  static String harmless(String text) {
    return UNSAFE.matcher(text).replaceAll("?");
  }
}
