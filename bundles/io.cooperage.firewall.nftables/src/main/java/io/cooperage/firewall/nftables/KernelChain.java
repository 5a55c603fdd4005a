package io.cooperage.firewall.nftables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One chain of a CT as the kernel has it.
 *
 * @param rules by the number that they were set with; in their order
 * @param policy empty when the chain does not end with one
 * @param foreign what somebody else has put in or changed, in words
 * @param whole whether replies and neighbour discovery pass as they must
 */
record KernelChain(
    Map<Integer, Counted> rules,
    Optional<CountedPolicy> policy,
    List<String> foreign,
    boolean whole) {

  /** Whether none of what was put into it is missing; what was changed or added is told apart. */
  boolean holds(Wanted wanted, Direction direction) {
    return whole
        && policy.isPresent()
        && IntStream.range(0, wanted.rules().size())
            .filter(i -> wanted.rules().get(i).direction() == direction)
            .allMatch(i -> rules.containsKey(i + 1));
  }

  /** A rule and what it has met. */
  record Counted(Rule rule, Tally tally) {}

  /** A policy and what it has met. */
  record CountedPolicy(Verdict verdict, Tally tally) {}
}
