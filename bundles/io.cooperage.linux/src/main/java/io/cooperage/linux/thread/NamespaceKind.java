package io.cooperage.linux.thread;

/** A kind of namespace that a thread of a JVM can enter. */
public enum NamespaceKind {
  /** Network devices, addresses, routes, firewall. */
  NETWORK("net", 0x40000000L),
  /** The mount table. */
  MOUNT("mnt", 0x00020000L),
  /** Host and domain name. */
  UTS("uts", 0x04000000L),
  /** System V and POSIX message queues, semaphores, shared memory. */
  IPC("ipc", 0x08000000L),
  /** The view of the cgroup tree. */
  CGROUP("cgroup", 0x02000000L);

  private final String file;
  private final long bit;

  NamespaceKind(String file, long bit) {
    this.file = file;
    this.bit = bit;
  }

  /** Returns its file's name under {@code /proc/PID/ns}. */
  public String file() {
    return file;
  }

  long bit() {
    return bit;
  }
}
