package io.cooperage.isolation.policy;

import static io.cooperage.isolation.policy.FilteredThread.BPF;
import static io.cooperage.isolation.policy.FilteredThread.GETPPID;
import static io.cooperage.isolation.policy.FilteredThread.IOCTL;
import static io.cooperage.isolation.policy.FilteredThread.IO_URING_SETUP;
import static io.cooperage.isolation.policy.FilteredThread.OF_THE_FUTURE;
import static io.cooperage.isolation.policy.FilteredThread.SOCKET;
import static io.cooperage.isolation.policy.FilteredThread.VSERVER;
import static io.cooperage.isolation.policy.FilteredThread.X32;
import static io.cooperage.isolation.policy.FilteredThread.errno;
import static io.cooperage.isolation.policy.FilteredThread.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowlistPolicyTest {
  private static final IdMap UNPRIVILEGED = new IdMap(524288, 65536);

  private final AllowlistPolicy policy = new AllowlistPolicy(new TrialLog());

  @Test
  void whatNoTableKnowsIsAnsweredAsAnOlderKernelWould() throws InterruptedException {
    assertThat(
            under(
                policy.rules(UNPRIVILEGED, Set.of()),
                new long[][] {{VSERVER, 0, 0, 0}, {OF_THE_FUTURE, 0, 0, 0}, {GETPPID, 0, 0, 0}}))
        .satisfies(a -> assertThat(a.get(0)).isEqualTo(errno(Errno.ENOSYS)))
        .satisfies(a -> assertThat(a.get(1)).isEqualTo(errno(Errno.ENOSYS)))
        .satisfies(a -> assertThat(a.get(2)).isPositive());
  }

  @Test
  void whatTheDenyTableAnswersKeepsItsErrno() throws InterruptedException {
    assertThat(
            under(
                policy.rules(UNPRIVILEGED, Set.of()),
                new long[][] {{BPF, -1, 0, 0}, {SOCKET, 40, 1, 0}, {IOCTL, -1, 0x5413, 0}}))
        .containsExactly(errno(Errno.EPERM), errno(Errno.EAFNOSUPPORT), errno(Errno.EBADF));
  }

  @Test
  void anOpenedFeatureIsOpenHereToo() throws InterruptedException {
    assertThat(
            under(
                policy.rules(UNPRIVILEGED, Set.of("io_uring")),
                new long[][] {{IO_URING_SETUP, 0, 0, 0}, {BPF, -1, 0, 0}}))
        .containsExactly(errno(Errno.EFAULT), errno(Errno.EPERM));
  }

  @Test
  void onTrialEveryCallGoesThrough() throws InterruptedException {
    assertThat(
            under(
                policy.trial(UNPRIVILEGED, Set.of()),
                new long[][] {{BPF, -1, 0, 0}, {IO_URING_SETUP, 0, 0, 0}, {SOCKET, 2, 99, 0}}))
        .containsExactly(errno(Errno.EINVAL), errno(Errno.EFAULT), errno(Errno.EINVAL));
  }

  /** An errno that the kernel's own answer, where it has no such convention, is not. */
  @Test
  void aConventionThatIsNotListedIsAnsweredLikeACallThatIsNot() throws InterruptedException {
    int answer = LibSeccomp.ERRNO | Errno.EXDEV.number();
    BpfProgram program = new FilterCompiler().allowing(AllowTable.builtIn().calls(), answer);

    assertThat(under(List.of(program), new long[][] {{X32 | GETPPID, 0, 0, 0}, {VSERVER, 0, 0, 0}}))
        .containsOnly(errno(Errno.EXDEV));
  }

  @Test
  void malformedRowsAreRefused() {
    assertThat(AllowTable.builtIn().calls())
        .hasSizeGreaterThan(300)
        .contains("clone3", "execve", "socketcall")
        .doesNotContain("bpf", "kexec_load", "vm86");
    assertThatThrownBy(() -> AllowTable.parse("files")).hasMessageContaining("without calls");
    assertThatThrownBy(() -> AllowTable.parse("files read READ")).hasMessageContaining("'READ'");
    assertThatThrownBy(() -> AllowTable.parse("files read\nold read"))
        .hasMessageContaining("twice");
  }

  /** A call of both tables would be allowed by nobody's wish when its row is opened. */
  @Test
  void noCallIsBothAllowedAndDeniedForEveryUse() {
    Set<String> allowed = AllowTable.builtIn().calls();
    assertThat(DenyTable.builtIn().rules())
        .filteredOn(r -> r.condition().isEmpty() && !r.privilegedOnly())
        .extracting(DenyRule::call)
        .doesNotContainAnyElementsOf(allowed);
  }
}
