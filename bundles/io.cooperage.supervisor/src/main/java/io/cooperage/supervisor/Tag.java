package io.cooperage.supervisor;

/** What a value in a message is; {@code enum tag} of {@code wire.h}. */
enum Tag {
  KEY(1),
  ERRNO(2),
  STAGE(3),
  VERSION(4),
  PID(5),
  STATUS(6),
  RECORD(7),
  SIGNAL(8),
  TIMEOUT(9),
  TOKEN(10),
  DESCRIPTOR(11),
  POSITION(12),
  KEEPER_START(13),
  START(14),
  SESSION(15),
  CGROUP(32),
  RLIMIT(33),
  OOM_SCORE(34),
  OWNER(35),
  NAMESPACES(36),
  UID_MAP(37),
  GID_MAP(38),
  CONSOLE(39),
  ROOT(64),
  MOUNT(65),
  MOVE(66),
  SYMLINK(67),
  WRITE(68),
  MASK(69),
  READ_ONLY(70),
  CONSOLE_AT(71),
  HOSTNAME(72),
  TIME(73),
  PIVOT(74),
  IDS(75),
  CAPABILITIES(76),
  NO_NEW_PRIVILEGES(77),
  SECCOMP(78),
  UMASK(79),
  CHDIR(80),
  FD(81),
  PTY(82),
  ARGUMENT(96),
  ENVIRONMENT(97);

  private final int number;

  Tag(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
