package io.cooperage.isolation.policy;

import static io.cooperage.isolation.policy.FilteredThread.BPF;
import static io.cooperage.isolation.policy.FilteredThread.GETPPID;
import static io.cooperage.isolation.policy.FilteredThread.VSERVER;
import static io.cooperage.isolation.policy.FilteredThread.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TrialLogTest {
  private static final String RECORD =
      "audit(1795476549.063:7): auid=4294967295 uid=524321 gid=524288 ses=4294967295 pid=24315"
          + " comm=%s exe=\"/usr/bin/x\" sig=0 arch=c000003e syscall=321 compat=0"
          + " ip=0x7fc69491f829 code=0x7ffc0000";
  private static final IdMap MAP = new IdMap(524288, 65536);
  private static final long X86_64 = 0xc000003eL;

  private final TrialLog log = new TrialLog();

  @AfterEach
  void close() {
    log.close();
  }

  private static LoggedCall call(long millis, long uid) {
    return new LoggedCall(millis, uid, new SystemCall(X86_64, 321));
  }

  /** The real kernel's audit; every thread of this test is uid 0. */
  @Test
  void whatATrialWouldDenyIsCountedByTheKernelsWord() throws InterruptedException {
    AllowlistPolicy policy = new AllowlistPolicy(log);
    IdMap own = new IdMap(0, 1);
    long[][] calls = {{BPF, -1, 0, 0}, {VSERVER, 0, 0, 0}, {VSERVER, 0, 0, 0}, {GETPPID, 0, 0, 0}};
    var programs = policy.trial(MAP, Set.of());
    Assumptions.assumeTrue(log.failure().isEmpty(), () -> "audit: " + log.failure().orElse(""));

    under(programs, calls);

    Eventually.holds(
        "three calls are told", Duration.ofSeconds(20), () -> sum(log.of(own, 0)) >= 3);
    assertThat(log.of(own, 0))
        .containsEntry(new SystemCall(X86_64, 321), 1L)
        .containsEntry(new SystemCall(X86_64, 236), 2L)
        .doesNotContainKey(new SystemCall(X86_64, 110));
  }

  private static long sum(Map<SystemCall, Long> all) {
    return all.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void recordsAreReadWhateverTheCallerCallsItself() {
    assertThat(LoggedCall.parse(RECORD.formatted("\"x y\"")))
        .contains(call(1795476549063L, 524321));
    assertThat(LoggedCall.parse(RECORD.formatted("2220757069643D30"))).isPresent();
    assertThat(LoggedCall.parse(RECORD.formatted("\"x\"").replace("7ffc0000", "50001"))).isEmpty();
    assertThat(LoggedCall.parse("audit(1.2:3): uid=0")).isEmpty();
  }

  @Test
  void usersOfOneContainerAreCountedTogetherAndOthersApart() {
    log.count(call(5, 524288));
    log.count(call(6, 589823));
    log.count(call(7, 589824));

    assertThat(log.of(MAP, 0)).containsOnly(Map.entry(new SystemCall(X86_64, 321), 2L));
  }

  @Test
  void whatTheFormerUserOfTheIdsDidIsForgotten() {
    log.count(call(5, 524288));
    log.count(call(9, 524289));

    assertThat(sum(log.of(MAP, 8))).isEqualTo(1);
    assertThat(sum(log.of(MAP, 0))).isEqualTo(1);
  }

  @Test
  void callersAreBoundedInNumber() {
    for (int i = 0; i < 10_001; i++) {
      log.count(new LoggedCall(1, 524288, new SystemCall(X86_64, i)));
    }
    log.count(new LoggedCall(1, 524288, new SystemCall(X86_64, 3)));

    assertThat(log.of(MAP, 0)).hasSize(10_000).containsEntry(new SystemCall(X86_64, 3), 2L);
    assertThat(log.lost()).isEqualTo(1);
  }

  @Test
  void callsAreNamedInEveryConvention() {
    LibSeccomp library = new LibSeccomp();
    assertThat(new SystemCall(X86_64, 321).describe(library)).isEqualTo("bpf");
    assertThat(new SystemCall(X86_64, 0x40000000 | 321).describe(library)).isEqualTo("bpf");
    assertThat(new SystemCall(0x40000003L, 102).describe(library)).isEqualTo("socketcall");
    assertThat(new SystemCall(X86_64, 100_000).describe(library)).isEqualTo("call 100000");
  }
}
