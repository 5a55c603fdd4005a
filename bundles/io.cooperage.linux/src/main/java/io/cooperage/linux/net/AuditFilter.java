package io.cooperage.linux.net;

import io.cooperage.spi.kernel.IdMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket filter in classic BPF that lets in what audit says of filtered calls of some users. Such
 * a record begins with {@code audit(SECONDS.MILLIS:SERIAL): auid=ID uid=ID gid=}; classic BPF has
 * no loops, so that each place where a number may end is looked at in turn. It reads no further:
 * what the caller can choose stands behind.
 *
 * @see <a href="https://docs.kernel.org/networking/filter.html">Linux Socket Filtering</a>
 */
final class AuditFilter {
  /** {@code BPF_MAXINSNS}. */
  private static final int LONGEST = 4096;

  private static final int INSTRUCTION = 8;
  private static final int TYPE = 4;
  private static final int TEXT = 16;

  /** Where the serial number begins: the seconds have ten digits until the year 2286. */
  private static final int SERIAL = TEXT + "audit(1234567890.123:".length();

  private static final int BEFORE_AUID = "): auid=".length();
  private static final int BEFORE_UID = " uid=".length();
  private static final int DIGITS = 10;

  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_BYTE_AT_X = 0x50;
  private static final int LOAD_MEMORY = 0x60;
  private static final int LOAD_X = 0x01;
  private static final int LOAD_X_FROM_MEMORY = 0x61;
  private static final int STORE = 0x02;
  private static final int ADD = 0x04;
  private static final int ADD_X = 0x0c;
  private static final int SUBTRACT = 0x14;
  private static final int MULTIPLY = 0x24;
  private static final int JUMP = 0x05;
  private static final int EQUAL = 0x15;
  private static final int GREATER = 0x25;
  private static final int AT_LEAST = 0x35;
  private static final int ANSWER = 0x06;
  private static final int TO_X = 0x07;
  private static final int FROM_X = 0x87;
  private static final int WHOLE = -1;

  private static final int NUMBER = 0;
  private static final int DIGIT = 1;
  private static final int PLACE = 2;

  private final List<int[]> code = new ArrayList<>();

  private AuditFilter() {}

  /** Instructions for the kernel; empty if there are too many users for a program. */
  static ByteBuffer of(int type, List<IdMap> users) {
    AuditFilter filter = new AuditFilter();
    filter.head(type);
    filter.findSerialEnd();
    filter.findAuidEnd();
    filter.readUid();
    users.forEach(filter::let);
    filter.add(ANSWER, 0, 0, 0);
    return filter.bytes();
  }

  private void add(int operation, int yes, int no, int value) {
    code.add(new int[] {operation, yes, no, value});
  }

  private void head(int type) {
    // A load is in network order, the header in the machine's.
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    add(LOAD_HALF, 0, 0, TYPE);
    add(EQUAL, 1, 0, little ? Short.toUnsignedInt(Short.reverseBytes((short) type)) : type);
    add(ANSWER, 0, 0, 0);
    add(LOAD_BYTE, 0, 0, SERIAL - 1);
    add(EQUAL, 1, 0, ':');
    add(ANSWER, 0, 0, 0);
  }

  /** Leaves in X where the bracket is. */
  private void findSerialEnd() {
    for (int i = 1; i <= DIGITS; i++) {
      add(LOAD_BYTE, 0, 0, SERIAL + i);
      add(EQUAL, 0, 2, ')');
      add(LOAD_X, 0, 0, SERIAL + i);
      add(JUMP, 0, 0, 4 * (DIGITS - i) + 1);
    }
    add(ANSWER, 0, 0, 0);
  }

  /** Leaves in X where the space behind the first id is. */
  private void findAuidEnd() {
    for (int i = 1; i <= DIGITS; i++) {
      add(LOAD_BYTE_AT_X, 0, 0, BEFORE_AUID + i);
      add(EQUAL, 0, 4, ' ');
      add(FROM_X, 0, 0, 0);
      add(ADD, 0, 0, BEFORE_AUID + i);
      add(TO_X, 0, 0, 0);
      add(JUMP, 0, 0, 6 * (DIGITS - i) + 1);
    }
    add(ANSWER, 0, 0, 0);
  }

  /** Leaves the second id in A. */
  private void readUid() {
    add(FROM_X, 0, 0, 0);
    add(STORE, 0, 0, PLACE);
    add(0x00, 0, 0, 0); // A = 0
    add(STORE, 0, 0, NUMBER);
    for (int i = 0; i < DIGITS; i++) {
      int rest = 10 * (DIGITS - i - 1);
      add(LOAD_X_FROM_MEMORY, 0, 0, PLACE);
      add(LOAD_BYTE_AT_X, 0, 0, BEFORE_UID + i);
      add(EQUAL, 7 + rest, 0, ' ');
      add(SUBTRACT, 0, 0, '0');
      add(STORE, 0, 0, DIGIT);
      add(LOAD_X_FROM_MEMORY, 0, 0, DIGIT);
      add(LOAD_MEMORY, 0, 0, NUMBER);
      add(MULTIPLY, 0, 0, 10);
      add(ADD_X, 0, 0, 0);
      add(STORE, 0, 0, NUMBER);
    }
    add(LOAD_MEMORY, 0, 0, NUMBER);
  }

  private void let(IdMap users) {
    add(AT_LEAST, 0, 2, (int) users.base());
    add(GREATER, 1, 0, (int) (users.base() + users.width() - 1));
    add(ANSWER, 0, 0, WHOLE);
  }

  private ByteBuffer bytes() {
    if (code.size() > LONGEST) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(code.size() * INSTRUCTION).order(ByteOrder.nativeOrder());
    for (int[] one : code) {
      bytes.putShort((short) one[0]).put((byte) one[1]).put((byte) one[2]).putInt(one[3]);
    }
    return bytes.flip();
  }
}
