package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.controller.Effective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares what was asked with what is in force. */
final class ReadBack {
  private final List<String> notes = new ArrayList<>();

  private ReadBack() {}

  /**
   * Checks every parameter that is set and that its owner reads back. Answers the roundings.
   *
   * @throws ContainerException PROVIDER naming what is in force instead
   */
  static List<String> check(
      String owner, List<Effective> effective, Map<String, List<String>> asked) {
    ReadBack readBack = new ReadBack();
    Set<String> reported = new TreeSet<>();
    effective.forEach(e -> reported.add(e.parameter()));
    for (String parameter : reported) {
      List<Effective> own =
          effective.stream().filter(e -> e.parameter().equals(parameter)).toList();
      asked
          .getOrDefault(parameter, List.of())
          .forEach(text -> readBack.checkOne(owner, parameter, text, own));
    }
    return readBack.notes;
  }

  private void checkOne(String owner, String parameter, String asked, List<Effective> own) {
    for (Effective e : own) {
      if (e.value().equals(asked)) {
        return;
      }
      if (e.rounding().equals(asked)) {
        notes.add(parameter + " " + asked + " was rounded to " + e.value());
        return;
      }
    }
    List<String> values = own.stream().map(e -> e.where() + " = " + shown(e.value())).toList();
    throw new ContainerException(
        ErrorCode.PROVIDER,
        parameter + " " + asked + " was set by " + owner + ", but " + String.join(", ", values));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "unlimited" : value;
  }
}
