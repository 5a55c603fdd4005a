package io.cooperage.testing.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeIsolationTest {
  private static final IdMap MAP = new IdMap(1000000, 65536);

  private final FakeHost host = new FakeHost();
  private final ContainerId id = ContainerId.random();

  private Sandbox launch() {
    Volume volume =
        host.storage()
            .create(
                new VolumeRequest(id, ParameterValues.empty(), Optional.empty()),
                new SilentProgress());
    try (MountedVolume mounted =
        host.storage().mount(volume, new MountRequest(MAP, Optional.empty(), false))) {
      return host.isolation()
          .launch(
              new LaunchRequest(
                  id,
                  "ct",
                  MAP,
                  mounted.root(),
                  new CgroupHandles(List.of(), Optional.empty()),
                  FakeTemplateSource.descriptor("busybox"),
                  List.of(),
                  ParameterValues.empty()));
    }
  }

  @Test
  void initRunsOnceItsGateIsOpen() {
    Sandbox sandbox = launch();
    assertThat(host.isolation().present()).containsExactly(sandbox);
    assertThat(host.isolation().runs(id)).isFalse();
    host.isolation().openGate(sandbox);
    assertThat(host.isolation().runs(id)).isTrue();
  }

  @Test
  void anEndIsHeardAndReported() {
    Sandbox sandbox = launch();
    List<ContainerId> heard = new ArrayList<>();
    try (Watch watch = host.isolation().listen((c, r) -> heard.add(c))) {
      host.isolation().signal(sandbox, 12);
      assertThat(watch).isNotNull();
    }
    assertThat(heard).containsExactly(id);
    assertThat(host.isolation().alive(sandbox)).isFalse();
    assertThat(host.isolation().exit(sandbox)).contains(new ExitReport(ExitReport.Cause.HALTED, 0));
    assertThat(host.isolation().present()).containsExactly(sandbox);
    host.isolation().forget(sandbox);
    assertThat(host.isolation().exit(sandbox)).isEmpty();
    assertThat(host.isolation().present()).isEmpty();
  }

  @Test
  void killingTheGroupsKillsInit() {
    Sandbox sandbox = launch();
    host.cgroups().create(id, MAP);
    host.cgroups().killAll(id);
    assertThat(host.isolation().alive(sandbox)).isFalse();
    assertThat(host.leftovers()).containsExactly("mount " + id, "cgroup " + id, "sandbox " + id);
  }

  @Test
  void aPlannedFaultIsThrownOnce() {
    host.isolation().faults().failOnce("launch", () -> new IllegalStateException("planned"));
    assertThatThrownBy(this::launch).hasMessage("planned");
    assertThat(launch().container()).isEqualTo(id);
  }
}
