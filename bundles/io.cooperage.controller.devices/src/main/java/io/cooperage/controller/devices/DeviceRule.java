package io.cooperage.controller.devices;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of the list as vzctl writes it: {@code b|c:MAJOR:MINOR|all:r|w|rw|none}. */
record DeviceRule(Device device, Access access) {
  private static final Pattern FORM =
      Pattern.compile("([bc]):(\\d{1,4}):(\\d{1,7}|all):([a-z]{1,4})");
  private static final int LARGEST_MAJOR = 4095;
  private static final int LARGEST_MINOR = 1_048_575;
  private static final String ALL = "all";

  static ValueType<DeviceRule> type() {
    return ValueTypes.text(
        "b|c:MAJOR:MINOR|all:r|w|rw|none",
        DeviceRule::parse,
        DeviceRule::format,
        JsonForm.string(),
        List.of());
  }

  private static DeviceRule parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("must be b|c:MAJOR:MINOR|all:r|w|rw|none, as c:10:229:rw");
    }
    OptionalInt major = OptionalInt.of(Integer.parseInt(m.group(2)));
    OptionalInt minor = Device.part(m.group(3), ALL);
    if (major.getAsInt() > LARGEST_MAJOR || minor.orElse(0) > LARGEST_MINOR) {
      throw new IllegalArgumentException(
          "must have a major of at most "
              + LARGEST_MAJOR
              + " and a minor of at most "
              + LARGEST_MINOR);
    }
    return new DeviceRule(
        new Device(m.group(1).equals("b"), major, minor), Access.parse(m.group(4)));
  }

  String format() {
    return device.letter() + ":" + device.number(ALL) + ":" + access.format();
  }
}
