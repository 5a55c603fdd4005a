package io.cooperage.itests.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of a page of the manual: the lines of its {@code sh} blocks. */
record ManualPage(List<String> brief, List<String> full) {
  private static final String FENCE = "```";

  static ManualPage read(Path page) throws IOException {
    List<String> brief = new ArrayList<>();
    List<String> full = new ArrayList<>();
    String block = "";
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith(FENCE)) {
        block = block.isEmpty() ? line.substring(FENCE.length()).strip() + " " : "";
      } else if (block.equals("sh ")) {
        brief.add(line);
        full.add(line);
      } else if (block.equals("sh full ")) {
        full.add(line);
      }
    }
    return new ManualPage(brief, full);
  }
}
