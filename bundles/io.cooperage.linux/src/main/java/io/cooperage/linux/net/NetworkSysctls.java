package io.cooperage.linux.net;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.nio.file.Path;
import java.util.Map;

/**
 * The switches below {@code /proc/sys/net} of a network namespace. Names are paths such as {@code
 * ipv4/conf/eth0/rp_filter}, because a device's name may hold dots.
 */
public final class NetworkSysctls {
  private static final Path ROOT = Path.of("/proc/sys/net");
  private static final int LIMIT = 64 * 1024;

  private NetworkSysctls() {}

  /** Writes several switches in the given map's order, in the calling thread's namespace. */
  public static void write(Map<String, String> values) {
    values.forEach(
        (name, value) -> {
          try (OwnedFd file = OpenCalls.open(path(name), OpenFlag.WRITE_ONLY)) {
            FileCalls.writeText(file, value);
          }
        });
  }

  /** Writes several switches of another namespace. */
  public static void writeIn(OwnedFd namespace, Map<String, String> values) {
    NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          write(values);
          return null;
        });
  }

  /** Reads a switch of the calling thread's namespace. */
  public static String read(String name) {
    try (OwnedFd file = OpenCalls.open(path(name))) {
      return FileCalls.readText(file, LIMIT);
    }
  }

  /** Reads a switch of another namespace. */
  public static String readIn(OwnedFd namespace, String name) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, () -> read(name));
  }

  private static Path path(String name) {
    Path path = ROOT.resolve(name).normalize();
    if (!path.startsWith(ROOT)) {
      throw new IllegalArgumentException("not a switch below /proc/sys/net: " + name);
    }
    return path;
  }
}
