package io.cooperage.controller.devices;

import static io.cooperage.linux.bpf.Instruction.and;
import static io.cooperage.linux.bpf.Instruction.copy;
import static io.cooperage.linux.bpf.Instruction.exit;
import static io.cooperage.linux.bpf.Instruction.jumpUnlessEqual;
import static io.cooperage.linux.bpf.Instruction.loadWord;
import static io.cooperage.linux.bpf.Instruction.move;
import static io.cooperage.linux.bpf.Instruction.shiftRight;

import io.cooperage.linux.bpf.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rules as a BPF program and back: the kernel keeps a program as it was loaded, so that what is in
 * force can be read from it. The program is asked with {@code struct bpf_cgroup_dev_ctx}: type and
 * access, major, minor.
 */
final class RuleProgram {
  private static final int ANSWER = 0;
  private static final int QUESTION = 1;
  private static final int TYPE = 2;
  private static final int WANTED = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final int EXCESS = 6;

  private static final int BLOCK = 1;
  private static final int CHARACTER = 2;

  private static final List<Instruction> HEAD =
      List.of(
          loadWord(TYPE, QUESTION, 0),
          copy(WANTED, TYPE),
          shiftRight(WANTED, 16),
          and(TYPE, 0xffff),
          loadWord(MAJOR, QUESTION, 4),
          loadWord(MINOR, QUESTION, 8));
  private static final List<Instruction> ALLOWED = List.of(move(ANSWER, 1), exit());
  private static final List<Instruction> DENIED = List.of(move(ANSWER, 0), exit());

  private RuleProgram() {}

  static List<Instruction> of(RuleSet rules) {
    List<Instruction> code = new ArrayList<>(HEAD);
    rules.rules().forEach((device, access) -> code.addAll(rule(device, access)));
    code.addAll(DENIED);
    return code;
  }

  private static List<Instruction> rule(Device device, Access access) {
    int tests = 1 + present(device.major()) + present(device.minor());
    // Each test that fails goes past the rest of its rule: the later tests, the three instructions
    // of the access, and the answer.
    int rest = tests + 3 + ALLOWED.size() - 1;
    List<Instruction> code = new ArrayList<>();
    code.add(jumpUnlessEqual(TYPE, device.block() ? BLOCK : CHARACTER, rest));
    if (device.major().isPresent()) {
      code.add(jumpUnlessEqual(MAJOR, device.major().getAsInt(), rest - code.size()));
    }
    if (device.minor().isPresent()) {
      code.add(jumpUnlessEqual(MINOR, device.minor().getAsInt(), rest - code.size()));
    }
    code.add(copy(EXCESS, WANTED));
    code.add(and(EXCESS, ~access.bits()));
    code.add(jumpUnlessEqual(EXCESS, 0, ALLOWED.size()));
    code.addAll(ALLOWED);
    return code;
  }

  private static int present(OptionalInt number) {
    return number.isPresent() ? 1 : 0;
  }

  /** The rules of a program; empty if it is not one of these. */
  static Optional<RuleSet> rules(List<Instruction> code) {
    RuleSet rules = RuleSet.EMPTY;
    if (code.size() < HEAD.size() || !code.subList(0, HEAD.size()).equals(HEAD)) {
      return Optional.empty();
    }
    int at = HEAD.size();
    while (at < code.size() && !code.subList(at, code.size()).equals(DENIED)) {
      Parsed rule = parsed(code, at);
      rules = rules.with(rule.device, rule.access);
      at += rule(rule.device, rule.access).size();
    }
    return of(rules).equals(code) ? Optional.of(rules) : Optional.empty();
  }

  private record Parsed(Device device, Access access) {}

  /** Takes what it meets for granted: the caller compares the whole. */
  private static Parsed parsed(List<Instruction> code, int start) {
    boolean block = code.get(start).value() == BLOCK;
    OptionalInt major = OptionalInt.empty();
    OptionalInt minor = OptionalInt.empty();
    int access = 0;
    for (int at = start + 1; at < Math.min(start + 5, code.size()); at++) {
      Instruction one = code.get(at);
      if (one.equals(copy(EXCESS, WANTED)) && at + 1 < code.size()) {
        access = ~code.get(at + 1).value() & Access.FULL.bits();
        break;
      } else if (one.target() == MAJOR) {
        major = OptionalInt.of(one.value());
      } else if (one.target() == MINOR) {
        minor = OptionalInt.of(one.value());
      }
    }
    // An access of none has no rule; any other makes what is no rule differ in the comparison.
    return new Parsed(new Device(block, major, minor), new Access(Math.max(1, access)));
  }
}
