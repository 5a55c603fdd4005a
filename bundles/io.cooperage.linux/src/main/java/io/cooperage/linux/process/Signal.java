package io.cooperage.linux.process;

/** The signals that control processes; the numbers are the same on x86-64 and arm64. */
public enum Signal {
  /** The terminal is gone, or: read your configuration again. */
  HUP(1),
  /** Interrupt from the terminal. */
  INT(2),
  /** Quit from the terminal. */
  QUIT(3),
  /** End at once; cannot be caught. */
  KILL(9),
  /** First of two for programs' own use. */
  USR1(10),
  /** Second of two for programs' own use; busybox init powers off on it. */
  USR2(12),
  /** End, please; busybox init reboots on it, systemd re-executes itself. */
  TERM(15),
  /** Go on after a stop. */
  CONT(18),
  /** Stop; cannot be caught. */
  STOP(19),
  /** The terminal's size has changed. */
  WINCH(28),
  /** Power fails; SysV init and LXC use it to ask for a halt. */
  PWR(30),
  /** The fourth real-time signal: systemd halts on it. */
  RTMIN_3(37),
  /** The fifth real-time signal: systemd powers off on it. */
  RTMIN_4(38),
  /** The sixth real-time signal: systemd reboots on it. */
  RTMIN_5(39);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** Returns the number that the kernel uses. */
  public int number() {
    return number;
  }
}
