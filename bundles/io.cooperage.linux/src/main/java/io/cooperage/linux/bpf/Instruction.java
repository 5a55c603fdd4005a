package io.cooperage.linux.bpf;

import java.nio.ByteBuffer;

/**
 * One BPF instruction, with the kernel's own numbers.
 *
 * @param code operation, source kind and class
 * @param target register that is changed or compared, 0..10
 * @param source register that is read, 0..10
 * @param offset of a jump in instructions, or into memory in bytes
 * @param value constant
 * @see <a href="https://docs.kernel.org/bpf/standardization/instruction-set.html">BPF Instruction
 *     Set Architecture</a>
 */
public record Instruction(int code, int target, int source, int offset, int value) {
  static final int SIZE = 8;

  private static final int LOAD_WORD = 0x61;
  private static final int AND = 0x57;
  private static final int SHIFT_RIGHT = 0x77;
  private static final int MOVE = 0xb7;
  private static final int MOVE_REGISTER = 0xbf;
  private static final int JUMP_UNLESS_EQUAL = 0x55;
  private static final int EXIT = 0x95;

  /** {@code target = *(u32 *) (source + offset)}. */
  public static Instruction loadWord(int target, int source, int offset) {
    return new Instruction(LOAD_WORD, target, source, offset, 0);
  }

  /** {@code target = value}. */
  public static Instruction move(int target, int value) {
    return new Instruction(MOVE, target, 0, 0, value);
  }

  /** {@code target = source}. */
  public static Instruction copy(int target, int source) {
    return new Instruction(MOVE_REGISTER, target, source, 0, 0);
  }

  /** {@code target &= value}, the value extended by its sign. */
  public static Instruction and(int target, int value) {
    return new Instruction(AND, target, 0, 0, value);
  }

  /** {@code target >>= bits}. */
  public static Instruction shiftRight(int target, int bits) {
    return new Instruction(SHIFT_RIGHT, target, 0, 0, bits);
  }

  /** {@code if (target != value) goto the instruction offset places after the next}. */
  public static Instruction jumpUnlessEqual(int target, int value, int offset) {
    return new Instruction(JUMP_UNLESS_EQUAL, target, 0, offset, value);
  }

  /** {@code return r0}. */
  public static Instruction exit() {
    return new Instruction(EXIT, 0, 0, 0, 0);
  }

  void write(ByteBuffer to) {
    to.put((byte) code).put((byte) (target | source << 4)).putShort((short) offset).putInt(value);
  }

  static Instruction read(ByteBuffer from) {
    int code = Byte.toUnsignedInt(from.get());
    int registers = Byte.toUnsignedInt(from.get());
    return new Instruction(code, registers & 15, registers >> 4, from.getShort(), from.getInt());
  }
}
