package io.cooperage.rest.cli;

import io.cooperage.rest.http.Exchange;
import java.util.List;
import java.util.Objects;

/**
 * What shall be completed.
 *
 * @param words the words after {@code ct}; the one at the index may be incomplete
 * @param index which word, from 0; the number of words for a new one
 */
record CompletionRequest(List<String> words, int index) {
  CompletionRequest {
    if (words == null || words.stream().anyMatch(Objects::isNull)) {
      throw Exchange.bad("words", "", "must be a list of words");
    }
    words = List.copyOf(words);
    if (index < 0 || index > words.size()) {
      throw Exchange.bad(
          "index", Integer.toString(index), "must be between 0 and the number of words");
    }
  }
}
