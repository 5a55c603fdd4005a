package io.cooperage.isolation.policy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * What is used of libseccomp 2.5 (seccomp.h). Instances hold nothing; the functions are thread-safe
 * for different filters.
 */
final class LibSeccomp {
  static final int ALLOW = 0x7fff0000;
  static final int ERRNO = 0x00050000;

  /** Control whether the loader sets no_new_privs; of no effect on an export, set for clarity. */
  static final int ATTRIBUTE_NNP = 3;

  /** 2: a binary tree by system-call number. */
  static final int ATTRIBUTE_OPTIMIZE = 8;

  static final int COMPARE_MASKED_EQUAL = 7;

  /** struct scmp_arg_cmp: unsigned arg; enum op; uint64 mask; uint64 value. */
  static final int COMPARISON_SIZE = 24;

  static final int EEXIST = -17;
  static final int NO_SUCH_CALL = -1;

  LibSeccomp() {
    Native.register(LibSeccomp.class, "seccomp");
  }

  // Named as the library names them.
  native Pointer seccomp_init(int defaultAction);

  native void seccomp_release(Pointer filter);

  native int seccomp_arch_add(Pointer filter, int architecture);

  native int seccomp_attr_set(Pointer filter, int attribute, int value);

  native int seccomp_syscall_resolve_name(String name);

  native int seccomp_rule_add_array(
      Pointer filter, int action, int call, int count, Memory comparisons);

  native int seccomp_export_bpf(Pointer filter, int fd);
}
