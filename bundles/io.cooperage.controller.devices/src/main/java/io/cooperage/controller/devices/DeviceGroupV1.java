package io.cooperage.controller.devices;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The v1 devices controller.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/devices.html">Device Whitelist
 *     Controller</a>
 */
record DeviceGroupV1(CgroupDirectory group) implements DeviceGroup {
  private static final String LIST = "devices.list";
  private static final String ALLOW = "devices.allow";
  private static final String DENY = "devices.deny";
  private static final String EVERYTHING = "a";
  private static final String ALL = "*";
  private static final Pattern LINE = Pattern.compile("([bc]) (\\d+|\\*):(\\d+|\\*) ([rwm]+)");

  @Override
  public void apply(RuleSet rules) {
    Optional<RuleSet> before = inForce();
    if (before.isEmpty()) {
      group.write(DENY, EVERYTHING);
    }
    RuleSet now = before.orElse(RuleSet.EMPTY);
    for (Device device : rules.devices(now)) {
      write(ALLOW, device, rules.access(device).without(now.access(device)));
      write(DENY, device, now.access(device).without(rules.access(device)));
    }
  }

  private void write(String file, Device device, Access access) {
    if (!access.none()) {
      group.write(file, device.letter() + " " + device.number(ALL) + " " + access.letters());
    }
  }

  @Override
  public Optional<RuleSet> inForce() {
    RuleSet rules = RuleSet.EMPTY;
    for (String line : group.read(LIST).split("\n", -1)) {
      if (line.startsWith(EVERYTHING)) {
        return Optional.empty();
      }
      Matcher m = LINE.matcher(line.strip());
      if (m.matches()) {
        Device device =
            new Device(
                m.group(1).equals("b"), Device.part(m.group(2), ALL), Device.part(m.group(3), ALL));
        rules = rules.with(device, Access.ofLetters(m.group(4)));
      }
    }
    return Optional.of(rules);
  }

  @Override
  public String knob() {
    return group.describe() + " " + LIST;
  }
}
