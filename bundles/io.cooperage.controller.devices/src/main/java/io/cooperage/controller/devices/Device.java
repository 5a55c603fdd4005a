package io.cooperage.controller.devices;

import io.cooperage.linux.file.DeviceNumber;
import java.util.OptionalInt;

/**
 * A device, or all with a part of its number in common.
 *
 * @param block whether it is a block device and not a character device
 * @param major 0..4095; empty for all
 * @param minor 0..1048575; empty for all
 */
record Device(boolean block, OptionalInt major, OptionalInt minor) {
  static Device of(boolean block, DeviceNumber number) {
    return new Device(block, OptionalInt.of(number.major()), OptionalInt.of(number.minor()));
  }

  /** Whether a rule for this one is also one for another. */
  boolean covers(Device other) {
    return block == other.block && covers(major, other.major) && covers(minor, other.minor);
  }

  private static boolean covers(OptionalInt all, OptionalInt one) {
    return all.isEmpty() || all.equals(one);
  }

  char letter() {
    return block ? 'b' : 'c';
  }

  /** Its number with a word for "all". */
  String number(String all) {
    return part(major, all) + ":" + part(minor, all);
  }

  private static String part(OptionalInt number, String all) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : all;
  }

  static OptionalInt part(String text, String all) {
    return text.equals(all) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }
}
