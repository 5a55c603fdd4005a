package io.cooperage.isolation.policy;

import static io.cooperage.isolation.policy.FilteredThread.BPF;
import static io.cooperage.isolation.policy.FilteredThread.GETPPID;
import static io.cooperage.isolation.policy.FilteredThread.SETRESUID;
import static io.cooperage.isolation.policy.FilteredThread.VSERVER;
import static io.cooperage.isolation.policy.FilteredThread.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.AuditRecords;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.cgroup.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TrialLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final IdMap MAP = new IdMap(524288, 65536);
  private static final long X86_64 = 0xc000003eL;
  private static final SystemCall SOME = new SystemCall(X86_64, 321);

  private final TrialLog log = new TrialLog();
  private final PidHandle self = handle(ProcessHandle.current().pid());

  @AfterEach
  void close() {
    log.close();
  }

  private static PidHandle handle(long pid) {
    return new PidHandle((int) pid, ProcessStat.find((int) pid).orElseThrow().startTime());
  }

  private static String record(long uid, String name, int call) {
    return "audit(1795476549.063:7): auid=4294967295 uid="
        + uid
        + " gid=524288 ses=4294967295 pid=24315 comm="
        + name
        + " exe=\"/usr/bin/x\" sig=0 arch=c000003e syscall="
        + call
        + " compat=0 ip=0x7fc69491f829 code=0x7ffc0000";
  }

  private Map<SystemCall, Long> counts() {
    return log.of(self).orElseThrow().counts();
  }

  /** The real kernel's audit; the thread that makes the calls becomes a user of the CT. */
  @Test
  void whatATrialWouldDenyIsCountedByTheKernelsWord() throws InterruptedException {
    AllowlistPolicy policy = new AllowlistPolicy(log);
    log.begin(MAP, self);
    Assumptions.assumeTrue(log.failure().isEmpty(), () -> "audit: " + log.failure().orElse(""));
    long user = MAP.base() + 33;
    long[][] calls = {
      {SETRESUID, user, user, user},
      {BPF, -1, 0, 0},
      {VSERVER, 0, 0, 0},
      {VSERVER, 0, 0, 0},
      {GETPPID, 0, 0, 0}
    };

    under(policy.trial(MAP, Set.of()), calls);

    Eventually.holds(
        "three calls are told",
        PATIENCE,
        () -> counts().values().stream().mapToLong(Long::longValue).sum() >= 3);
    assertThat(counts())
        .containsEntry(SOME, 1L)
        .containsEntry(new SystemCall(X86_64, 236), 2L)
        .doesNotContainKey(new SystemCall(X86_64, 110));
  }

  /** Else a tenant who floods the kernel's audit would push out what is told of others. */
  @Test
  void whatOthersMakeTheKernelTellDoesNotEvenReachUs() throws InterruptedException {
    AuditRecords records;
    try {
      records = AuditRecords.open();
    } catch (LinuxException e) {
      Assumptions.abort("audit: " + e.getMessage());
      return;
    }
    try (records) {
      records.onlyFilteredCallsOf(List.of(new IdMap(7_000_000, 10), MAP));
      var programs = new AllowlistPolicy(log).trial(MAP, Set.of());
      for (long uid : new long[] {1, 524287, 589824, 4294967290L, 7_000_009, 589823, 524288}) {
        under(programs, new long[][] {{SETRESUID, uid, uid, uid}, {VSERVER, 0, 0, 0}});
      }
      List<Long> heard = new ArrayList<>();
      Eventually.holds(
          "the last one is told",
          PATIENCE,
          () -> {
            records
                .next(AuditRecords.SECCOMP, Duration.ofMillis(100))
                .forEach(text -> heard.add(LoggedCall.caller(text).orElseThrow()));
            return heard.contains(524288L);
          });
      assertThat(heard).containsExactly(7_000_009L, 589823L, 524288L);
    }
  }

  @Test
  void nobodyListensWhenTheLastContainerOnTrialHasEnded() throws IOException, InterruptedException {
    Process init = new ProcessBuilder("sleep", "99").start();
    log.begin(MAP, handle(init.pid()));
    Assumptions.assumeTrue(log.failure().isEmpty(), () -> "audit: " + log.failure().orElse(""));
    assertThat(log.listens()).isTrue();

    init.destroyForcibly().waitFor();

    Eventually.holds("nobody listens", PATIENCE, () -> !log.listens());
    assertThat(log.size()).isZero();
    log.begin(MAP, self);
    assertThat(log.listens()).isTrue();
  }

  @Test
  void recordsAreReadWhateverTheCallerCallsItself() {
    LoggedCall expected = new LoggedCall(524321, SOME);
    String odd = "2220757069643D30";
    assertThat(LoggedCall.parse(record(524321, "\"x y\"", 321))).contains(expected);
    assertThat(LoggedCall.parse(record(524321, odd, 321))).contains(expected);
    assertThat(LoggedCall.parse(record(524321, "\"x uid=0 sig=0\"", 321))).contains(expected);
    assertThat(LoggedCall.parse(record(1, odd, 321).replace("7ffc0000", "50001"))).isEmpty();
    assertThat(LoggedCall.parse("audit(1.2:3): uid=0")).isEmpty();
    assertThat(LoggedCall.caller(record(524321, odd, 321))).hasValue(524321);
  }

  @Test
  void usersOfOneContainerAreCountedTogetherAndOthersNotAtAll() {
    log.begin(MAP, self);

    log.count(record(524288, "x", 321));
    log.count(record(589823, "x", 321));
    log.count(record(589824, "x", 321));
    log.count(record(0, "x", 321));
    log.count("nonsense");

    assertThat(counts()).containsOnly(Map.entry(SOME, 2L));
  }

  @Test
  void aContainerBeginsWithNothingWhoeverHadItsIdsBefore()
      throws IOException, InterruptedException {
    Process former = new ProcessBuilder("sleep", "99").start();
    PidHandle first = handle(former.pid());
    log.begin(MAP, first);
    log.count(record(524288, "x", 321));
    assertThat(log.of(first).orElseThrow().counts()).hasSize(1);

    log.begin(MAP, self);
    log.begin(MAP, self);

    former.destroyForcibly().waitFor();
    assertThat(log.of(first)).isEmpty();
    assertThat(counts()).isEmpty();
    log.count(record(524288, "x", 321));
    log.begin(MAP, self);
    assertThat(counts()).hasSize(1);
  }

  @Test
  void aPrivilegedContainerIsNotCounted() {
    log.begin(IdMap.PRIVILEGED, self);

    assertThat(log.size()).isZero();
    assertThat(log.listens()).isFalse();
  }

  @Test
  void callsThatAreToldApartAreBoundedAndTheRestIsCountedTogether() {
    Trial trial = new Trial(MAP, self, Instant.EPOCH, 0);
    for (int i = 0; i <= Trial.MOST_CALLS; i++) {
      trial.count(record(524288, "x", i), i * 1_000_000_000L);
    }
    trial.count(record(524288, "x", 3), 0);

    Trial.Heard heard = trial.heard(0);

    assertThat(heard.counts())
        .hasSize(Trial.MOST_CALLS)
        .containsEntry(new SystemCall(X86_64, 3), 2L);
    assertThat(heard.others()).isEqualTo(1);
    assertThat(heard.incomplete()).isFalse();
    assertThat(trial.heard(1).incomplete()).isTrue();
  }

  @Test
  void whatComesTooFastIsCountedUnread() {
    Trial trial = new Trial(MAP, self, Instant.EPOCH, 0);
    for (int i = 0; i < Trial.MOST_A_SECOND + 5; i++) {
      trial.count(record(524288, "x", 321), 1);
    }
    trial.count(record(524288, "x", 321), 2_000_000_000L);

    assertThat(trial.heard(0).others()).isEqualTo(5);
    assertThat(trial.heard(0).counts()).containsEntry(SOME, Trial.MOST_A_SECOND + 1L);
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
