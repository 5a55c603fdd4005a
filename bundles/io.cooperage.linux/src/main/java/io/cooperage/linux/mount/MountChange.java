package io.cooperage.linux.mount;

import io.cooperage.linux.OwnedFd;
import java.util.Arrays;

/**
 * A change to a mount: switches, propagation and id mapping. Values are immutable; each method
 * gives a new one.
 */
public final class MountChange {
  private static final long IDMAP = 0x00100000;

  private final long set;
  private final long clear;
  private final Propagation propagation;
  private final OwnedFd userNamespace;

  private MountChange(long set, long clear, Propagation propagation, OwnedFd userNamespace) {
    this.set = set;
    this.clear = clear;
    this.propagation = propagation;
    this.userNamespace = userNamespace;
  }

  /** Returns a change that changes nothing. */
  public static MountChange none() {
    return new MountChange(0, 0, Propagation.UNCHANGED, null);
  }

  /** Adds switches to turn on. */
  public MountChange set(MountAttribute... attributes) {
    long bits = set | MountAttribute.bits(Arrays.asList(attributes));
    return new MountChange(bits, clear, propagation, userNamespace);
  }

  /** Adds switches to turn off. */
  public MountChange clear(MountAttribute... attributes) {
    long bits = clear | MountAttribute.bits(Arrays.asList(attributes));
    return new MountChange(set, bits, propagation, userNamespace);
  }

  /** Sets the propagation. */
  public MountChange propagation(Propagation kind) {
    return new MountChange(set, clear, kind, userNamespace);
  }

  /**
   * Maps the owners of files by a user namespace's maps. Possible once per mount and only while it
   * is detached.
   *
   * @param namespace a user namespace other than the host's; borrowed, it must be open when the
   *     change is made
   */
  public MountChange idMap(OwnedFd namespace) {
    return new MountChange(set, clear, propagation, namespace);
  }

  long setBits() {
    return userNamespace == null ? set : set | IDMAP;
  }

  long clearBits() {
    return MountAttribute.toClear(set, clear);
  }

  long propagationBits() {
    return propagation.bit();
  }

  long userNamespaceFd() {
    return userNamespace == null ? 0 : userNamespace.fd();
  }
}
