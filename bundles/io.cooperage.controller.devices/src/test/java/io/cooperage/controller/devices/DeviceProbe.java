package io.cooperage.controller.devices;

import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import java.time.Duration;

/** Asks the kernel whether a process of some groups may open a device. */
final class DeviceProbe {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private DeviceProbe() {}

  static boolean reads(HostGroups groups, String device) {
    try (GroupedProcess shell = GroupedProcess.waiting("exec 3<" + device)) {
      groups.enter(shell);
      shell.go();
      return shell.await(LIMIT) == 0;
    }
  }
}
