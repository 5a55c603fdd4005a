package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owners what a CT claims. When one fails, what it said last of the same texts counts; if
 * there is nothing of the kind its claims are unread, which is not the same as none.
 */
final class ClaimReader {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimReader.class);

  private final Catalog catalog;
  private final Map<ContainerId, Map<Question, List<Claim>>> answers = new ConcurrentHashMap<>();

  ClaimReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What was asked of whom. */
  private record Question(String owner, Map<String, List<String>> texts) {}

  /** What the CT claims with any of the texts. */
  ClaimBook.Entry read(LiveContainer live, List<Map<String, List<String>>> texts) {
    Map<Question, List<Claim>> answered = new HashMap<>();
    Map<String, String> unread = new HashMap<>();
    List<List<Claim>> byText = new ArrayList<>();
    for (Map<String, List<String>> text : texts) {
      List<Claim> claims = new ArrayList<>();
      for (OwnerSlice slice : catalog.view(live.record().kinds()).slices()) {
        values(live, slice, text)
            .ifPresent(
                values -> {
                  Question question = new Question(slice.owner().describe(), text);
                  List<Claim> own = ask(live, slice, question, values, unread);
                  if (!unread.containsKey(question.owner())) {
                    answered.put(question, own);
                  }
                  claims.addAll(own);
                });
      }
      byText.add(claims);
    }
    answers.put(live.id(), answered);
    return new ClaimBook.Entry(
        live.display(), live.record().kinds(), texts, false, ClaimSum.widest(byText), unread);
  }

  // A text that is no longer valid must not keep other CTs from being changed.
  private static Optional<ParameterValues> values(
      LiveContainer live, OwnerSlice slice, Map<String, List<String>> texts) {
    if (slice.parameters().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(slice.values(texts));
    } catch (ContainerException e) {
      LOG.warn("Claims of CT {} on {}: {}", live, slice.owner(), e.getMessage());
      return Optional.empty();
    }
  }

  private List<Claim> ask(
      LiveContainer live,
      OwnerSlice slice,
      Question question,
      ParameterValues values,
      Map<String, String> unread) {
    try {
      return slice.owner().bounded(live.id(), o -> List.copyOf(o.claims(values)));
    } catch (ContainerException e) {
      if (e.code() != ErrorCode.WAITING) {
        LOG.warn("Claims of CT {} on {}: {}", live, slice.owner(), e.getMessage());
      }
      List<Claim> last = answers.getOrDefault(live.id(), Map.of()).get(question);
      if (last == null) {
        unread.put(question.owner(), e.getMessage());
      }
      return last == null ? List.of() : last;
    }
  }

  /** After a CT has gone. */
  void forget(ContainerId id) {
    answers.remove(id);
  }
}
