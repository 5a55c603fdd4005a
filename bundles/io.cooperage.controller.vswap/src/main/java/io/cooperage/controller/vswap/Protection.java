package io.cooperage.controller.vswap;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/** How one CT's memory is kept from being taken when the node is short. */
sealed interface Protection permits ProtectionV1, ProtectionV2 {
  static Protection of(CgroupDirectory group) {
    return group.version() == 1 ? new ProtectionV1(group) : new ProtectionV2(group);
  }

  /**
   * Protects so many bytes, in whole pages.
   *
   * @param first whether no other CT on the node is protected
   */
  void promise(long bytes, boolean first);

  /**
   * Ends a promise.
   *
   * @param last whether no CT on the node is protected any more
   */
  void end(boolean last);

  /**
   * Makes sure that there is no promise.
   *
   * @param others whether other CTs on the node are protected
   */
  void none(boolean others);

  /** As {@link #end} when the CT's group is gone. */
  void gone(boolean last);

  /** Bytes that are protected now; empty if none are. */
  OptionalLong inForce();

  /** The knob, and what it is worth. */
  String where();
}
