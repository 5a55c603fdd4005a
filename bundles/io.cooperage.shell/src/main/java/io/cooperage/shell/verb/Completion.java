package io.cooperage.shell.verb;

import java.util.List;

/**
 * Answers the words that may stand in one place. Words that do not fit the prefix are dropped
 * later.
 */
@FunctionalInterface
public interface Completion {
  Completion NONE = prefix -> List.of();

  List<String> words(String prefix);
}
