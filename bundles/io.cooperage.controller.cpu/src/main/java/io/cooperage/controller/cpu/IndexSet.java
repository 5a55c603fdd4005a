package io.cooperage.controller.cpu;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of cores or of memory nodes, in the kernel's list format ({@code 0,2-3}); or all that there
 * are, whichever.
 *
 * @param text sorted and without overlaps, or {@code all}
 * @see <a href="https://man7.org/linux/man-pages/man7/cpuset.7.html">cpuset(7), List format</a>
 */
record IndexSet(String text) {
  static final IndexSet ALL = new IndexSet("all");

  private static final IndexSet NONE = new IndexSet("");

  private static final int MOST = 8191;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  static ValueType<IndexSet> type() {
    return ValueTypes.text(
        "N[-N][,N[-N]...]|all", IndexSet::parse, IndexSet::text, JsonForm.string(), List.of("all"));
  }

  /** Reads what the kernel wrote, where empty text is no member. */
  static IndexSet ofKernel(String text) {
    return text.isBlank() ? NONE : parse(text);
  }

  /** Reads a list. */
  static IndexSet parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals(ALL.text)) {
      return ALL;
    }
    BitSet members = new BitSet();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException("must be numbers and ranges as 0,2-3, or all");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last > MOST || first > last) {
        throw new IllegalArgumentException("must have ranges that go up, to " + MOST + " at most");
      }
      members.set(first, last + 1);
    }
    return new IndexSet(format(members));
  }

  private static String format(BitSet members) {
    StringBuilder text = new StringBuilder();
    int first = members.nextSetBit(0);
    while (first >= 0) {
      int end = members.nextClearBit(first);
      text.append(text.length() == 0 ? "" : ",").append(first);
      if (end - 1 > first) {
        text.append('-').append(end - 1);
      }
      first = members.nextSetBit(end);
    }
    return text.toString();
  }

  boolean all() {
    return equals(ALL);
  }

  /** How many members; meaningless for all. */
  int size() {
    return members().cardinality();
  }

  /** The members that another set lacks, in list format; empty if there are none. */
  String lackedBy(IndexSet other) {
    BitSet left = members();
    left.andNot(other.members());
    return format(left);
  }

  /** The members of both. */
  IndexSet with(IndexSet other) {
    BitSet both = members();
    both.or(other.members());
    return new IndexSet(format(both));
  }

  private BitSet members() {
    BitSet members = new BitSet();
    for (String part : all() || text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      members.set(first, Integer.parseInt(part.substring(dash + 1)) + 1);
    }
    return members;
  }
}
