package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.cooperage.linux.Errno;
import io.cooperage.linux.Machine;
import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.spi.kernel.BpfProgram;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Loads compiled programs into threads of their own, which end with them, and makes calls there.
 */
final class FilteredThread {
  static final long BPF = 321;
  static final long SOCKET = 41;
  static final long SOCKETPAIR = 53;
  static final long X32 = 0x40000000L;
  static final long IOCTL = 16;
  static final long SETRESUID = 117;
  static final long REQUEST_KEY = 249;
  static final long GETPPID = 110;
  static final long UMOUNT2 = 166;
  static final long IO_URING_SETUP = 425;
  static final long VSERVER = 236;
  static final long OF_THE_FUTURE = 2000;

  private static final Function SYSCALL = Function.getFunction("c", "syscall");
  private static final long SECCOMP = 317;
  private static final long SET_MODE_FILTER = 1;

  private FilteredThread() {}

  static long errno(Errno errno) {
    return -errno.number();
  }

  /** Answers of calls, each a number and three arguments. */
  static List<Long> under(Rules rules, long[][] calls) throws InterruptedException {
    List<BpfProgram> all = new ArrayList<>(rules.further());
    all.add(rules.seccomp());
    return under(all, calls);
  }

  static List<Long> under(List<BpfProgram> programs, long[][] calls) throws InterruptedException {
    Assumptions.assumeTrue(Machine.current() == Machine.X86_64, "the numbers are those of x86-64");
    List<Long> answers = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              programs.forEach(FilteredThread::load);
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
