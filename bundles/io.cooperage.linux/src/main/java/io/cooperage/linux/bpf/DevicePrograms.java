package io.cooperage.linux.bpf;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Programs that a cgroup v2 group asks before a process opens or makes a device node; all that are
 * attached must answer 1. A program lives as long as the group that it is attached to, whoever
 * loaded it. Needs CAP_BPF and CAP_NET_ADMIN, or CAP_SYS_ADMIN. Any thread may call.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#device-controller">Control Group
 *     v2: Device controller</a>
 */
public final class DevicePrograms {
  /** Most instructions of a program; the kernel takes more from some callers only. */
  public static final int LONGEST = 4096;

  private static final int PROG_LOAD = 5;
  private static final int PROG_ATTACH = 8;
  private static final int PROG_DETACH = 9;
  private static final int PROG_GET_FD_BY_ID = 13;
  private static final int OBJ_GET_INFO_BY_FD = 15;
  private static final int PROG_QUERY = 16;

  private static final int CGROUP_DEVICE_PROGRAM = 15;
  private static final int CGROUP_DEVICE = 6;
  private static final int ALLOW_MULTI = 2;
  private static final int REPLACE = 4;

  private static final int ATTRIBUTES = 128;
  private static final int INFO = 256;
  private static final int INFO_LENGTH = 80;
  private static final int MOST_ATTACHED = 64;
  private static final int NAME_LENGTH = 15;
  private static final int NAME_AT = 64;

  private DevicePrograms() {}

  /**
   * Loads a program.
   *
   * @param name 1 to 15 letters, digits, dots and underscores
   * @param code at most {@link #LONGEST} instructions
   * @throws LinuxException E2BIG when it is longer; EINVAL or EACCES when the kernel's verifier
   *     refuses it
   */
  public static OwnedFd load(String name, List<Instruction> code) {
    if (code.size() > LONGEST) {
      // Or else it could be loaded by some and read back by nobody.
      throw new LinuxException(
          Syscall.BPF.title(),
          Errno.E2BIG.number(),
          "device program " + name + " of " + code.size() + " instructions");
    }
    try (Scratch scratch = new Scratch()) {
      Scratch.Block instructions = scratch.block(Math.max(1, code.size()) * Instruction.SIZE);
      code.forEach(i -> i.write(instructions.bytes()));
      Scratch.Block a = scratch.block(ATTRIBUTES);
      a.bytes().putInt(0, CGROUP_DEVICE_PROGRAM).putInt(4, code.size());
      a.bytes().putLong(8, instructions.address()).putLong(16, scratch.text("Apache-2.0"));
      byte[] title = name.getBytes(StandardCharsets.US_ASCII);
      a.bytes().position(48).put(title, 0, Math.min(NAME_LENGTH, title.length));
      long fd =
          Kernel.call(Syscall.BPF, "device program " + name, PROG_LOAD, a.address(), a.size());
      return OwnedFd.adopt((int) fd, "device program " + name);
    }
  }

  /** Attaches a program beside others, or in the place of one of them. */
  public static void attach(OwnedFd group, OwnedFd program, Optional<OwnedFd> inPlaceOf) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block a = scratch.block(ATTRIBUTES);
      a.bytes().putInt(0, group.fd()).putInt(4, program.fd()).putInt(8, CGROUP_DEVICE);
      a.bytes().putInt(12, inPlaceOf.isPresent() ? ALLOW_MULTI | REPLACE : ALLOW_MULTI);
      inPlaceOf.ifPresent(old -> a.bytes().putInt(16, old.fd()));
      Kernel.call(Syscall.BPF, "attach to " + group.title(), PROG_ATTACH, a.address(), a.size());
    }
  }

  /** Takes a program off a group. */
  public static void detach(OwnedFd group, OwnedFd program) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block a = scratch.block(ATTRIBUTES);
      a.bytes().putInt(0, group.fd()).putInt(4, program.fd()).putInt(8, CGROUP_DEVICE);
      Kernel.call(Syscall.BPF, "detach from " + group.title(), PROG_DETACH, a.address(), a.size());
    }
  }

  /** The programs attached to the group itself that bear a name; the caller closes them. */
  public static List<OwnedFd> attached(OwnedFd group, String name) {
    return opened(ids(group), program -> name(program).equals(name));
  }

  /** All programs attached to the group itself, whoever did it; the caller closes them. */
  public static List<OwnedFd> attached(OwnedFd group) {
    return opened(ids(group), program -> true);
  }

  /** Opens programs, and keeps open those that are wanted; none if one cannot be looked at. */
  static List<OwnedFd> opened(List<Integer> ids, Predicate<OwnedFd> wanted) {
    List<OwnedFd> found = new ArrayList<>();
    try {
      for (int id : ids) {
        // Listed before it is known to be wanted: whatever is thrown, it is closed.
        Optional<OwnedFd> program = byId(id);
        program.ifPresent(found::add);
        if (program.isPresent() && !wanted.test(program.get())) {
          found.remove(found.size() - 1).close();
        }
      }
      return found;
    } catch (RuntimeException e) {
      found.forEach(OwnedFd::close);
      throw e;
    }
  }

  private static List<Integer> ids(OwnedFd group) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block room = scratch.block(MOST_ATTACHED * Integer.BYTES);
      Scratch.Block a = scratch.block(ATTRIBUTES);
      a.bytes().putInt(0, group.fd()).putInt(4, CGROUP_DEVICE);
      a.bytes().putLong(16, room.address()).putInt(24, MOST_ATTACHED);
      Kernel.call(Syscall.BPF, "programs of " + group.title(), PROG_QUERY, a.address(), a.size());
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < a.bytes().getInt(24); i++) {
        ids.add(room.bytes().getInt(i * Integer.BYTES));
      }
      return ids;
    }
  }

  /** Empty if it is gone since it was listed. */
  private static Optional<OwnedFd> byId(int id) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block a = scratch.block(ATTRIBUTES);
      a.bytes().putInt(0, id);
      long fd = Kernel.call(Syscall.BPF, "program " + id, PROG_GET_FD_BY_ID, a.address(), a.size());
      return Optional.of(OwnedFd.adopt((int) fd, "device program " + id));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String name(OwnedFd program) {
    try (Scratch scratch = new Scratch()) {
      byte[] name = new byte[NAME_LENGTH + 1];
      Scratch.Block info = scratch.block(INFO);
      inform(program, scratch, info);
      info.bytes().position(NAME_AT).get(name);
      return new String(name, StandardCharsets.US_ASCII).split("\0", 2)[0];
    }
  }

  /**
   * What a program does, as the kernel keeps it.
   *
   * @throws LinuxException E2BIG when it is longer than any of ours
   */
  public static List<Instruction> code(OwnedFd program) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block first = scratch.block(INFO);
      inform(program, scratch, first);
      int length = first.bytes().getInt(20);
      if (length < 0 || length > LONGEST * Instruction.SIZE) {
        throw new LinuxException(Syscall.BPF.title(), Errno.E2BIG.number(), program.title());
      }
      Scratch.Block room = scratch.block(Math.max(Instruction.SIZE, length));
      Scratch.Block second = scratch.block(INFO);
      second.bytes().putInt(20, length).putLong(32, room.address());
      inform(program, scratch, second);
      List<Instruction> code = new ArrayList<>();
      for (int i = 0; i < length / Instruction.SIZE; i++) {
        code.add(Instruction.read(room.bytes()));
      }
      return code;
    }
  }

  private static void inform(OwnedFd program, Scratch scratch, Scratch.Block info) {
    Scratch.Block a = scratch.block(ATTRIBUTES);
    a.bytes().putInt(0, program.fd()).putInt(4, INFO_LENGTH).putLong(8, info.address());
    Kernel.call(Syscall.BPF, program.title(), OBJ_GET_INFO_BY_FD, a.address(), a.size());
  }
}
