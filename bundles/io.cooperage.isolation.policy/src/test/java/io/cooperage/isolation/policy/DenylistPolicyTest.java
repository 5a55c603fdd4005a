package io.cooperage.isolation.policy;

import static io.cooperage.isolation.policy.FilteredThread.BPF;
import static io.cooperage.isolation.policy.FilteredThread.GETPPID;
import static io.cooperage.isolation.policy.FilteredThread.IOCTL;
import static io.cooperage.isolation.policy.FilteredThread.IO_URING_SETUP;
import static io.cooperage.isolation.policy.FilteredThread.REQUEST_KEY;
import static io.cooperage.isolation.policy.FilteredThread.SOCKET;
import static io.cooperage.isolation.policy.FilteredThread.SOCKETPAIR;
import static io.cooperage.isolation.policy.FilteredThread.UMOUNT2;
import static io.cooperage.isolation.policy.FilteredThread.errno;
import static io.cooperage.isolation.policy.FilteredThread.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.Errno;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DenylistPolicyTest {
  private static final IdMap UNPRIVILEGED = new IdMap(524288, 65536);

  private final IsolationPolicy policy = new DenylistPolicy(new TrialLog());

  @Test
  void kernelAnswersDeniedCallsWithTheTablesErrno() throws InterruptedException {
    List<Long> answers =
        under(
            policy.rules(UNPRIVILEGED, Set.of()),
            new long[][] {
              {BPF, -1, 0, 0},
              {SOCKET, 40, 1, 0},
              {IOCTL, 0, 0x5412, 0},
              {UMOUNT2, 0, 1, 0},
              {IO_URING_SETUP, 0, 0, 0}
            });
    assertThat(answers)
        .containsExactly(
            errno(Errno.EPERM),
            errno(Errno.EAFNOSUPPORT),
            errno(Errno.EPERM),
            errno(Errno.EPERM),
            errno(Errno.EPERM));
  }

  @Test
  void everythingElseGoesThrough() throws InterruptedException {
    List<Long> answers =
        under(
            policy.rules(UNPRIVILEGED, Set.of()),
            new long[][] {{GETPPID, 0, 0, 0}, {UMOUNT2, 0, 0, 0}, {IOCTL, -1, 0x5413, 0}});
    assertThat(answers.get(0)).isPositive();
    assertThat(answers.subList(1, 3)).containsExactly(errno(Errno.EFAULT), errno(Errno.EBADF));
  }

  @Test
  void openedFeatureReachesTheKernel() throws InterruptedException {
    List<Long> answers =
        under(
            policy.rules(UNPRIVILEGED, Set.of("io_uring")),
            new long[][] {{IO_URING_SETUP, 0, 0, 0}});
    assertThat(answers).containsExactly(errno(Errno.EFAULT));
  }

  /** A type that no family has: the kernel refuses it before it looks at the family. */
  @Test
  void socketsToTheHypervisorAreOpenedByTheirFeatureAlone() throws InterruptedException {
    long[][] calls = {{SOCKET, 40, 99, 0}, {SOCKET, 2, 99, 0}};
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("io_uring")), calls))
        .containsExactly(errno(Errno.EAFNOSUPPORT), errno(Errno.EINVAL));
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("vsock")), calls))
        .containsExactly(errno(Errno.EINVAL), errno(Errno.EINVAL));
  }

  @Test
  void socketsOfRareFamiliesAreOpenedByTheirFeatureAlone() throws InterruptedException {
    long[][] calls = {
      {SOCKET, 21, 99, 0}, {SOCKET, 30, 99, 0}, {SOCKET, 38, 99, 0}, {SOCKETPAIR, 43, 99, 0}
    };
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("vsock")), calls))
        .containsOnly(errno(Errno.EAFNOSUPPORT));
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("sockets")), calls))
        .containsOnly(errno(Errno.EINVAL));
    long[][] usual = new long[5][];
    for (int i = 0; i < usual.length; i++) {
      usual[i] = new long[] {SOCKET, List.of(1, 2, 10, 16, 17).get(i), 99, 0};
    }
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of()), usual))
        .containsOnly(errno(Errno.EINVAL));
  }

  /** The type's name lies at an address that is none: the kernel's own answer is EFAULT. */
  @Test
  void onlyTheFeatureLetsTheHostRunAProgramForAKey() throws InterruptedException {
    long[][] calls = {
      {REQUEST_KEY, 1, 1, 1}, {REQUEST_KEY, 1, 1, 1L << 32}, {REQUEST_KEY, 1, 1, 0}
    };
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of()), calls))
        .containsExactly(errno(Errno.EPERM), errno(Errno.EPERM), errno(Errno.EFAULT));
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("keyring")), calls))
        .containsOnly(errno(Errno.EFAULT));
    assertThat(under(policy.rules(IdMap.PRIVILEGED, Set.of()), calls))
        .containsOnly(errno(Errno.ENOSYS));
  }

  @Test
  void programsAreCompiledOnceForEachKind() {
    BpfProgram first = policy.rules(UNPRIVILEGED, Set.of("no-such-feature")).seccomp();
    assertThat(policy.rules(new IdMap(589824, 65536), Set.of()).seccomp()).isSameAs(first);
  }

  @Test
  void onlyPrivilegedContainersGetMasks() {
    assertThat(policy.rules(UNPRIVILEGED, Set.of()).maskedPaths()).isEmpty();
    assertThat(policy.rules(IdMap.PRIVILEGED, Set.of()).maskedPaths()).contains("/proc/kcore");
    assertThat(policy.rules(IdMap.PRIVILEGED, Set.of()).dropCapabilities()).contains(2, 16);
  }
}
