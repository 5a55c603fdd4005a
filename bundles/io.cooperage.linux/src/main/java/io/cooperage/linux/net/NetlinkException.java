package io.cooperage.linux.net;

import io.cooperage.linux.LinuxException;

/**
 * A request that the kernel's network configuration refused, with the reason that it gave in words.
 */
public final class NetlinkException extends LinuxException {
  private static final long serialVersionUID = 1L;

  NetlinkException(String request, int number, String words) {
    super("rtnetlink", number, words.isEmpty() ? request : request + " [" + words + "]");
  }
}
