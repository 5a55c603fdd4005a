package io.cooperage.isolation.policy;

import io.cooperage.linux.Errno;
import io.cooperage.spi.kernel.BpfProgram;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The programs of both tables; each is compiled once for all CTs of a kind. Safe for any thread.
 */
final class Filters {
  private final DenyTable denied;
  private final AllowTable allowed;
  private final FilterCompiler compiler;
  private final Map<Key, BpfProgram> denying = new ConcurrentHashMap<>();

  private final Map<Boolean, BpfProgram> allowing = new ConcurrentHashMap<>();

  /** One program of the deny table. */
  private record Key(boolean trial, Kind kind) {}

  Filters() {
    this(DenyTable.builtIn(), AllowTable.builtIn(), new FilterCompiler());
  }

  Filters(DenyTable denied, AllowTable allowed, FilterCompiler compiler) {
    this.denied = denied;
    this.allowed = allowed;
    this.compiler = compiler;
  }

  DenyTable table() {
    return denied;
  }

  /** Answers the calls of the deny table, or has them logged when it is on trial. */
  BpfProgram denying(Kind kind, boolean trial) {
    return denying.computeIfAbsent(
        new Key(trial, kind),
        key ->
            compiler.denying(
                denied.rules(kind.privileged(), kind.features()),
                trial ? rule -> LibSeccomp.LOG : rule -> answer(rule.answer())));
  }

  /**
   * Answers all but the calls of both tables, or has them logged when it is on trial. What the deny
   * table names is left to its own program, which knows the answers and the opened features.
   */
  BpfProgram allowing(boolean trial) {
    return allowing.computeIfAbsent(
        trial,
        key -> {
          Set<String> calls = new TreeSet<>(allowed.calls());
          denied.rules().forEach(rule -> calls.add(rule.call()));
          return compiler.allowing(calls, trial ? LibSeccomp.LOG : answer(Errno.ENOSYS));
        });
  }

  private static int answer(Errno errno) {
    return LibSeccomp.ERRNO | errno.number();
  }
}
