package io.cooperage.isolation.namespaces;

import io.cooperage.supervisor.LaunchPlan;
import java.nio.charset.StandardCharsets;

/**
 * What keeps systemd checkpointable, written into the CT's /run before init and so never into a
 * template. Each line answers a failure with CRIU 4.2: nested namespaces of units, BPF programs of
 * units, watches of memory pressure, and notices by main processes only: systemd 257 knows a main
 * process by its pidfd, which is another one after a restore, so it took no sign of life from
 * journald and logind any more and killed them when their watchdog ran out.
 */
final class MigratableRun {
  private static final String UNITS =
      """
      [Service]
      ProtectHostname=no
      ProtectClock=no
      ProtectControlGroups=no
      ProtectHome=no
      ProtectKernelLogs=no
      ProtectKernelModules=no
      ProtectKernelTunables=no
      ProtectProc=default
      ProtectSystem=no
      PrivateDevices=no
      PrivateMounts=no
      PrivateNetwork=no
      PrivateTmp=no
      PrivateUsers=no
      ReadWritePaths=
      ReadOnlyPaths=
      InaccessiblePaths=
      IPAddressDeny=
      IPAddressAllow=
      DeviceAllow=
      DevicePolicy=auto
      MemoryPressureWatch=off
      NotifyAccess=all
      """;
  private static final String MANAGER = "[Manager]\nDefaultMemoryPressureWatch=off\n";

  private MigratableRun() {}

  static void add(LaunchPlan plan) {
    plan.file(
        "/run/systemd/system/service.d/10-migratable.conf",
        UNITS.getBytes(StandardCharsets.UTF_8),
        0644);
    plan.file(
        "/run/systemd/system.conf.d/10-migratable.conf",
        MANAGER.getBytes(StandardCharsets.UTF_8),
        0644);
    plan.environment("MEMORY_PRESSURE_WATCH", "/dev/null");
  }
}
