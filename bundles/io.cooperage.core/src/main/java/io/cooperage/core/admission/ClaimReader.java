package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Claim;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owners what a CT claims. When one fails, what it said last of the same texts counts; if
 * there is nothing of the kind its claims are unread, which is not the same as none.
 */
final class ClaimReader {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimReader.class);

  private final Leases leases;
  private final Catalog catalog;
  private final Map<ContainerId, Map<Question, List<Claim>>> answers = new ConcurrentHashMap<>();

  ClaimReader(Leases leases, Catalog catalog) {
    this.leases = leases;
    this.catalog = catalog;
  }

  /** What was asked of whom. */
  private record Question(String owner, Map<String, List<String>> texts) {}

  /** A question as it is put. */
  private record Call(Question question, OwnerSlice slice, ParameterValues values) {}

  /** What the CT claims with any of the texts. */
  ClaimBook.Entry read(LiveContainer live, List<Map<String, List<String>>> texts) {
    Map<Question, List<Claim>> last = answers.getOrDefault(live.id(), Map.of());
    Map<Question, List<Claim>> answered = new LinkedHashMap<>();
    Map<Question, List<Claim>> all = new LinkedHashMap<>();
    Map<String, String> unread = new HashMap<>();
    leases.each(
        texts.stream().flatMap(text -> calls(live, text)).toList(),
        call -> answered.put(call.question(), ask(live, call)),
        (call, e) -> {
          if (e.code() != ErrorCode.WAITING) {
            LOG.warn("Claims of CT {} on {}: {}", live, call.slice().owner(), e.getMessage());
          }
          if (last.containsKey(call.question())) {
            all.put(call.question(), last.get(call.question()));
          } else {
            unread.put(call.question().owner(), e.getMessage());
          }
        });
    all.putAll(answered);
    answers.put(live.id(), Map.copyOf(all));
    return new ClaimBook.Entry(
        live.display(),
        live.record().kinds(),
        texts,
        false,
        ClaimSum.widest(texts.stream().map(text -> claims(all, text)).toList()),
        unread);
  }

  private Stream<Call> calls(LiveContainer live, Map<String, List<String>> text) {
    return catalog.view(live.record().kinds()).slices().stream()
        .flatMap(
            slice ->
                values(live, slice, text).stream()
                    .map(v -> new Call(new Question(slice.owner().describe(), text), slice, v)));
  }

  private static List<Claim> ask(LiveContainer live, Call call) {
    ParameterValues values = call.values();
    return call.slice().owner().bounded(live.id(), o -> List.copyOf(o.claims(values)));
  }

  private static List<Claim> claims(
      Map<Question, List<Claim>> all, Map<String, List<String>> text) {
    return all.entrySet().stream()
        .filter(each -> each.getKey().texts().equals(text))
        .flatMap(each -> each.getValue().stream())
        .toList();
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

  /** After a CT has gone. */
  void forget(ContainerId id) {
    answers.remove(id);
  }
}
