package io.cooperage.isolation.namespaces;

import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.kernel.IdMap;
import java.util.function.Supplier;

/**
 * Acts on files as the CT's own root, so that what is made belongs to it: an idmapped mount takes
 * nobody else's.
 */
record GuestIdentity(IdMap map) {

  <T> T call(Supplier<T> work) {
    return map.privileged() ? work.get() : CredentialThread.call(map.base(), map.base(), work);
  }

  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /** Whether the CT's root is the host's, so that nothing needs to be kept from it. */
  boolean trusted() {
    return map.privileged();
  }

  /** Whether a host's id is one of the CT's. */
  boolean owns(long hostId) {
    return hostId >= map.base() && hostId < map.base() + map.width();
  }

  /** The host's id for one of the CT. */
  long onHost(int guestId) {
    if (guestId < 0 || guestId >= map.width()) {
      throw new IllegalArgumentException(
          "id " + guestId + " is outside the container's " + map.width());
    }
    return map.base() + guestId;
  }
}
