package io.cooperage.core.admission;

import io.cooperage.spi.controller.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Claims of one CT in one form: each key once, and one amount for each resource. */
final class ClaimSum {
  private ClaimSum() {}

  /**
   * What a CT takes that has one of several texts: every key of any, and of each resource the most
   * that one of the texts takes in sum.
   */
  static List<Claim> widest(Collection<? extends Collection<Claim>> byText) {
    Set<Claim> keys = new LinkedHashSet<>();
    Map<String, Long> amounts = new LinkedHashMap<>();
    for (Collection<Claim> claims : byText) {
      claims.stream().filter(c -> !c.key().isEmpty()).forEach(keys::add);
      sums(claims).forEach((resource, sum) -> amounts.merge(resource, sum, Math::max));
    }
    List<Claim> all = new ArrayList<>(keys);
    amounts.forEach((resource, amount) -> all.add(Claim.amount(resource, amount)));
    return all;
  }

  /** Amounts by resource. */
  static Map<String, Long> sums(Collection<Claim> claims) {
    Map<String, Long> sums = new LinkedHashMap<>();
    claims.stream()
        .filter(c -> c.key().isEmpty())
        .forEach(c -> sums.merge(c.resource(), Math.max(0, c.amount()), ClaimSum::add));
    return sums;
  }

  /** A sum that stays at the largest number: an unlimited amount is one. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
