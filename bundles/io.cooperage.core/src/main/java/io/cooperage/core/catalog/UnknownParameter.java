package io.cooperage.core.catalog;

import io.cooperage.api.error.Problem;
import java.util.Collection;
import java.util.function.Predicate;

/** Says why a name cannot be set. */
final class UnknownParameter {
  private UnknownParameter() {}

  static Problem problem(String name, Collection<String> words, Predicate<String> wasKnown) {
    if (wasKnown.test(name)) {
      return new Problem(
          "--" + name,
          "",
          "has no controller now",
          "install the bundle that owns it, or drop the stored value with --unset " + name);
    }
    String remedy =
        NearestName.of(name, words)
            .map(n -> "did you mean --" + n + "?")
            .orElse("'ct parameters' lists all");
    return new Problem("--" + name, "", "is not a known option", remedy);
  }
}
