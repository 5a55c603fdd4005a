package io.cooperage.linux;

import java.util.Locale;

/**
 * The system calls that this bundle and its users make, with their numbers on both supported
 * machines. The constant's name in lower case is the call's name in section 2 of the manual.
 */
public enum Syscall {
  ACCEPT4(288, 242),
  BIND(49, 200),
  BPF(321, 280),
  CAPGET(125, 90),
  CAPSET(126, 91),
  CLOSE(3, 57),
  CONNECT(42, 203),
  COPY_FILE_RANGE(326, 285),
  EVENTFD2(290, 19),
  FALLOCATE(285, 47),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHOWN(93, 55),
  FCHOWNAT(260, 54),
  FCNTL(72, 25),
  FDATASYNC(75, 83),
  FGETXATTR(193, 10),
  FLISTXATTR(196, 13),
  FLOCK(73, 32),
  FREMOVEXATTR(199, 16),
  FSCONFIG(431, 431),
  FSETXATTR(190, 7),
  FSMOUNT(432, 432),
  FSOPEN(430, 430),
  FSPICK(433, 433),
  FSTATFS(138, 44),
  FSYNC(74, 82),
  FTRUNCATE(77, 46),
  GETDENTS64(217, 61),
  GETSOCKNAME(51, 204),
  GETSOCKOPT(55, 209),
  GETTID(186, 178),
  IOCTL(16, 29),
  KILL(62, 129),
  LINKAT(265, 37),
  LISTEN(50, 201),
  LSEEK(8, 62),
  MEMFD_CREATE(319, 279),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  MOUNT(165, 40),
  MOUNT_SETATTR(442, 442),
  MOVE_MOUNT(429, 429),
  OPEN_TREE(428, 428),
  OPENAT(257, 56),
  OPENAT2(437, 437),
  PIDFD_OPEN(434, 434),
  PIDFD_SEND_SIGNAL(424, 424),
  PIPE2(293, 59),
  PPOLL(271, 73),
  PRCTL(157, 167),
  PREAD64(17, 67),
  PRLIMIT64(302, 261),
  PWRITE64(18, 68),
  QUOTACTL_FD(443, 443),
  READ(0, 63),
  READLINKAT(267, 78),
  RECVFROM(45, 207),
  RECVMSG(47, 212),
  RENAMEAT2(316, 276),
  SENDMSG(46, 211),
  SENDTO(44, 206),
  SETFSGID(123, 152),
  SETFSUID(122, 151),
  SETNS(308, 268),
  SETSOCKOPT(54, 208),
  SHUTDOWN(48, 210),
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  STATX(332, 291),
  SWAPOFF(168, 225),
  SWAPON(167, 224),
  SYMLINKAT(266, 36),
  SYNCFS(306, 267),
  UMOUNT2(166, 39),
  UNLINKAT(263, 35),
  UNSHARE(272, 97),
  UTIMENSAT(280, 88),
  WRITE(1, 64);

  private final int x86;
  private final int arm;

  Syscall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Returns the name as the manual pages write it, for example {@code openat2}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  int number(Machine machine) {
    return machine == Machine.X86_64 ? x86 : arm;
  }
}
