package io.cooperage.linux.net;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/**
 * A BPF program that gives every packet a priority. A token bucket takes a priority that names one
 * of its classes as the choice of that class, without any filter of its own, so that a packet finds
 * its class in one step however many there are.
 *
 * @see <a href="https://docs.kernel.org/bpf/instruction-set.html">BPF Instruction Set</a>
 */
public final class PriorityProgram {
  private static final int PROG_LOAD = 5;
  private static final int SCHED_CLS = 3;
  private static final int ATTRIBUTES = 64;
  private static final int NAME_AT = 48;
  private static final int INSTRUCTION = 8;

  private static final int MOVE_32 = 0xb4;
  private static final int STORE_WORD = 0x63;
  private static final int MOVE = 0xb7;
  private static final int EXIT = 0x95;
  // Offset of priority in struct __sk_buff.
  private static final int PRIORITY = 32;

  private PriorityProgram() {}

  /**
   * Loads a program that marks packets for a class. Any thread with CAP_BPF and CAP_NET_ADMIN may
   * call.
   */
  public static OwnedFd load(TcHandle handle) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block code = scratch.block(4 * INSTRUCTION);
      instruction(code, MOVE_32, 0x02, 0, handle.value());
      instruction(code, STORE_WORD, 0x21, PRIORITY, 0);
      // -1: it matches, and the class is the one that the filter names.
      instruction(code, MOVE, 0x00, 0, -1);
      instruction(code, EXIT, 0, 0, 0);
      Scratch.Block attributes = scratch.block(ATTRIBUTES);
      attributes.bytes().putInt(0, SCHED_CLS).putInt(4, 4);
      attributes.bytes().putLong(8, code.address()).putLong(16, scratch.text("Apache-2.0"));
      attributes.bytes().position(NAME_AT).put(new byte[] {'c', 'l', 'a', 's', 's'});
      long fd =
          Kernel.call(Syscall.BPF, "class " + handle, PROG_LOAD, attributes.address(), ATTRIBUTES);
      return OwnedFd.adopt((int) fd, "program for class " + handle);
    }
  }

  private static void instruction(
      Scratch.Block code, int operation, int registers, int offset, int value) {
    code.bytes().put((byte) operation).put((byte) registers).putShort((short) offset).putInt(value);
  }
}
