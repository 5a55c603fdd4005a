package io.cooperage.shell.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, two blanks between columns. */
public final class Table {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> headings) {
    this.headings = List.copyOf(headings);
  }

  public static Table of(String... headings) {
    return new Table(List.of(headings));
  }

  /** Adds a row; an empty cell is shown as a dash. */
  public void row(List<String> cells) {
    rows.add(cells.stream().map(c -> c.isEmpty() ? "-" : printable(c)).toList());
  }

  public void row(String... cells) {
    row(List.of(cells));
  }

  /** Prints heading and rows. */
  public void print(PrintStream out) {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    line(text, headings, widths);
    rows.forEach(r -> line(text, r, widths));
    out.print(text);
  }

  /** Prints the rows alone, for scripts. */
  public void printBare(PrintStream out) {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    rows.forEach(r -> line(text, r, widths));
    out.print(text);
  }

  private int[] widths() {
    int[] widths = headings.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    int last = cells.size() - 1;
    for (int i = 0; i < last; i++) {
      String cell = cells.get(i);
      text.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    text.append(cells.get(last)).append('\n');
  }

  /** A container's own words must not reach the operator's terminal as escape sequences. */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return safe.toString();
  }
}
