package io.cooperage.linux.net;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.nio.file.Path;

/**
 * Opens and makes network namespaces. A namespace lives while a process, a descriptor or a mount of
 * it does.
 */
public final class NetworkNamespaces {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  private NetworkNamespaces() {}

  /** Opens the calling thread's own, which is the host's on ordinary threads. */
  public static OwnedFd current() {
    return OpenCalls.open(OWN);
  }

  /** Opens a process's; make sure before and after that the process is the one meant. */
  public static OwnedFd ofProcess(int pid) {
    return OpenCalls.open(Path.of("/proc/" + pid + "/ns/net"));
  }

  /** Makes a new one that holds only a loopback device, down. */
  public static OwnedFd create() {
    return NamespaceThread.callInNew(NamespaceKind.NETWORK, NetworkNamespaces::current);
  }
}
