package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.cooperage.linux.Errno;
import io.cooperage.linux.Machine;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Loads the compiled program into threads of its own, which end with it. */
class DenylistPolicyTest {
  private static final IdMap UNPRIVILEGED = new IdMap(524288, 65536);
  private static final Function SYSCALL = Function.getFunction("c", "syscall");
  private static final long SECCOMP = 317;
  private static final long SET_MODE_FILTER = 1;
  private static final long BPF = 321;
  private static final long SOCKET = 41;
  private static final long IOCTL = 16;
  private static final long GETPPID = 110;
  private static final long UMOUNT2 = 166;
  private static final long IO_URING_SETUP = 425;

  private final IsolationPolicy policy = new DenylistPolicy();

  @Test
  void kernelAnswersDeniedCallsWithTheTablesErrno() throws InterruptedException {
    List<Long> answers =
        under(
            policy.rules(UNPRIVILEGED, Set.of()).seccomp(),
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
            policy.rules(UNPRIVILEGED, Set.of()).seccomp(),
            new long[][] {{GETPPID, 0, 0, 0}, {UMOUNT2, 0, 0, 0}, {IOCTL, -1, 0x5413, 0}});
    assertThat(answers.get(0)).isPositive();
    assertThat(answers.subList(1, 3)).containsExactly(errno(Errno.EFAULT), errno(Errno.EBADF));
  }

  @Test
  void openedFeatureReachesTheKernel() throws InterruptedException {
    List<Long> answers =
        under(
            policy.rules(UNPRIVILEGED, Set.of("io_uring")).seccomp(),
            new long[][] {{IO_URING_SETUP, 0, 0, 0}});
    assertThat(answers).containsExactly(errno(Errno.EFAULT));
  }

  /** A type that no family has: the kernel refuses it before it looks at the family. */
  @Test
  void socketsToTheHypervisorAreOpenedByTheirFeatureAlone() throws InterruptedException {
    long[][] calls = {{SOCKET, 40, 99, 0}, {SOCKET, 2, 99, 0}};
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("io_uring")).seccomp(), calls))
        .containsExactly(errno(Errno.EAFNOSUPPORT), errno(Errno.EINVAL));
    assertThat(under(policy.rules(UNPRIVILEGED, Set.of("vsock")).seccomp(), calls))
        .containsExactly(errno(Errno.EINVAL), errno(Errno.EINVAL));
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

  private static long errno(Errno errno) {
    return -errno.number();
  }

  private static List<Long> under(BpfProgram program, long[][] calls) throws InterruptedException {
    Assumptions.assumeTrue(Machine.current() == Machine.X86_64, "the numbers are those of x86-64");
    List<Long> answers = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              load(program);
              for (long[] call : calls) {
                answers.add(call(call[0], call[1], call[2], call[3]));
              }
            });
    thread.start();
    thread.join();
    return answers;
  }

  private static void load(BpfProgram program) {
    byte[] code = program.code();
    try (Memory instructions = new Memory(code.length);
        Memory header = new Memory(16)) {
      instructions.write(0, code, 0, code.length);
      header.clear();
      header.setShort(0, (short) (code.length / 8));
      header.setPointer(8, instructions);
      long result = SYSCALL.invokeLong(new Object[] {SECCOMP, SET_MODE_FILTER, 0L, header});
      assertThat(result).as("seccomp(2)").isZero();
    }
  }

  private static long call(long number, long a, long b, long c) {
    long result = SYSCALL.invokeLong(new Object[] {number, a, b, c, 0L, 0L, 0L});
    return result == -1 ? -Native.getLastError() : result;
  }
}
