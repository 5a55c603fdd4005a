package io.cooperage.linux;

/** The one function of the C library that is bound: every system call goes through it by number. */
final class Libc {
  // Registered by CallGate and not in a static initialiser, so that a failure to load is an
  // exception with a reason
  // each time and not a NoClassDefFoundError from the second time on.
  native long syscall(long number, long a, long b, long c, long d, long e, long f);
}
