package io.cooperage.rest.cli;

import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;

/** Words as the line that Karaf's completers look at; the cursor is at the end of the last word. */
record TypedLine(List<String> words) implements CommandLine {
  @Override
  public int getCursorArgumentIndex() {
    return words.size() - 1;
  }

  @Override
  public String getCursorArgument() {
    return words.get(words.size() - 1);
  }

  @Override
  public int getArgumentPosition() {
    return getCursorArgument().length();
  }

  @Override
  public String[] getArguments() {
    return words.toArray(String[]::new);
  }

  @Override
  public int getBufferPosition() {
    return getBuffer().length();
  }

  @Override
  public String getBuffer() {
    return String.join(" ", words);
  }
}
