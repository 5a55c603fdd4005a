package io.cooperage.testing.store;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records with every field filled, or as empty as they may be. */
public final class SampleRecords {
  private static final Instant CREATED = Instant.parse("2026-11-22T17:00:00.123456789Z");

  private SampleRecords() {}

  /**
   * A record with every field filled, texts in several scripts and characters that need escapes.
   */
  public static ContainerRecord full(ContainerId id, int ctid) {
    return new ContainerRecord(
        id,
        new Ctid(ctid),
        Optional.of(new ContainerName("web-" + ctid)),
        7,
        CREATED,
        Map.of("storage", "ploop", "network", "routed"),
        "debian-13",
        "ab".repeat(32),
        Map.of("ipadd", List.of("10.77.0.101/32", "fd00::1/128"), "cpuunits", List.of("1000")),
        Map.of("team", "Küferei", "quote", "\"\\\n\u2028"),
        "two lines\nand a tab\t",
        new IdMap(524288, 65536),
        true,
        Optional.of(
            new Volume("ploop", id, Map.of("layout", "ploop-overlay", "size", "1073741824"))),
        List.of(
            new HostMount("dev/null", "/dev/null", "/dev/null", false, false, Set.of()),
            new HostMount(
                "bind/0", "/srv/data", "/srv", true, true, Set.of("nosuid", "nodev", "noexec"))),
        Map.of());
  }

  /** A record as empty as it may be. */
  public static ContainerRecord bare(ContainerId id, int ctid) {
    return new ContainerRecord(
        id,
        new Ctid(ctid),
        Optional.empty(),
        0,
        CREATED,
        Map.of(),
        "",
        "",
        Map.of(),
        Map.of(),
        "",
        IdMap.PRIVILEGED,
        false,
        Optional.empty(),
        List.of(),
        Map.of());
  }

  /** What is stored of a CT that runs. */
  public static RuntimeRecord running(ContainerId id) {
    return new RuntimeRecord(
        id,
        new Sandbox("namespaces", id, new PidHandle(4711, 8_589_934_592L), Map.of("key", "v")),
        List.of(
            new Attachment(
                "routed", "eth0", "coop101", "02:00:00:aa:bb:cc", Map.of("ip", "10.77.0.101"))),
        Map.of("cpulimit", List.of("50")),
        CREATED);
  }

  /** A job that has begun two steps. */
  public static JournalRecord journal(String job, String target, boolean durable) {
    return new JournalRecord(
        job,
        "start",
        target,
        durable,
        false,
        CREATED,
        Map.of("volume", "{\"kind\":\"ploop\"}"),
        List.of("MountRoot", "PrepareCgroups"));
  }
}
