package io.cooperage.testing.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.IdMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every provider of control groups keeps to, on the real kernel and as root. Extend it and
 * answer with a provider whose groups no one else uses.
 */
@Timeout(60)
public abstract class CgroupProviderContract {
  private static final IdMap MAP = new IdMap(1_000_000, 65_536);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final List<ContainerId> made = new ArrayList<>();
  private final List<GroupedProcess> started = new ArrayList<>();

  /** The provider under test; a new instance each time, as after a restart of the daemon. */
  protected abstract CgroupProvider provider();

  @AfterEach
  void leaveNothing() {
    for (ContainerId id : made) {
      provider().killAll(id);
      provider().remove(id);
    }
    started.forEach(GroupedProcess::close);
  }

  /** Makes the groups of a new CT, removed after the test. */
  protected ContainerId created() {
    return created(MAP);
  }

  /** As {@link #created()} with an id map. */
  protected ContainerId created(IdMap map) {
    ContainerId id = ContainerId.random();
    made.add(id);
    provider().create(id, map);
    return id;
  }

  /** Starts a script among init's processes; killed after the test. */
  protected GroupedProcess inInit(ContainerId id, String script) {
    try (CgroupHandles handles = provider().initHandles(id)) {
      return entered(handles, script);
    }
  }

  /** Starts a script beside init; killed after the test. */
  protected GroupedProcess besideInit(ContainerId id, String script) {
    try (CgroupHandles handles = provider().execHandles(id)) {
      return entered(handles, script);
    }
  }

  private GroupedProcess entered(CgroupHandles handles, String script) {
    GroupedProcess process = GroupedProcess.waiting(script);
    started.add(process);
    return process.enter(handles);
  }

  @Test
  void aCreatedContainerIsPresentAndEmpty() {
    ContainerId id = created();

    assertThat(provider().present()).contains(id);
    assertThat(provider().processes(id)).isEmpty();
  }

  @Test
  void creatingTwiceKeepsWhatRuns() {
    ContainerId id = created();
    GroupedProcess init = inInit(id, "");

    provider().create(id, MAP);

    assertThat(provider().processes(id)).containsExactly(init.pid());
  }

  @Test
  void everySubsystemOfAContainerHasAGroupOfItsVersion() {
    ContainerId id = created();

    assertThat(provider().subsystems(id))
        .isNotEmpty()
        .allSatisfy(
            s -> assertThat(provider().version(s)).contains(provider().directory(id, s).version()));
  }

  @Test
  void aGroupReadsWhatWasWrittenAndNamesItselfInErrors() {
    ContainerId id = created();
    assumeThat(provider().version(Subsystem.PIDS)).as("cgroup pids").isPresent();

    provider().directory(id, Subsystem.PIDS).write("pids.max", "17");

    assertThat(provider().directory(id, Subsystem.PIDS).read("pids.max")).isEqualTo("17");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> provider().directory(id, Subsystem.PIDS).write("pids.max", "many"))
        .withMessageContainingAll("pids.max", id.toString(), "EINVAL", "many");
  }

  @Test
  void aFileThatIsMissingIsEmptyOrAnErrorAsAsked() {
    ContainerId id = created();
    Subsystem any = provider().subsystems(id).iterator().next();

    assertThat(provider().directory(id, any).has("no.such.file")).isFalse();
    assertThat(provider().directory(id, any).readIfPresent("no.such.file")).isEmpty();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> provider().directory(id, any).read("no.such.file"))
        .withMessageContaining("ENOENT");
  }

  @Test
  void aSubsystemThatTheHostLacksIsUnsupported() {
    ContainerId id = created();
    for (Subsystem s : Subsystem.values()) {
      if (provider().version(s).isEmpty()) {
        assertThatExceptionOfType(ContainerException.class)
            .isThrownBy(() -> provider().directory(id, s))
            .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
      }
    }
  }

  @Test
  void initAndProgramsBesideItAreAllListed() {
    ContainerId id = created();
    GroupedProcess init = inInit(id, "");
    GroupedProcess program = besideInit(id, "");

    assertThat(provider().processes(id)).containsExactlyInAnyOrder(init.pid(), program.pid());
  }

  @Test
  void processesOfOneContainerAreNoneOfAnother() {
    ContainerId one = created();
    ContainerId other = created();
    inInit(one, "");

    assertThat(provider().processes(other)).isEmpty();
  }

  @Test
  void killAllEndsEveryProcessAndKeepsTheGroups() {
    ContainerId id = created();
    GroupedProcess init = inInit(id, "trap '' TERM HUP; sleep 600 & sleep 600 & wait").go();
    besideInit(id, "sleep 600").go();
    Eventually.holds("children run", SOON, () -> provider().processes(id).size() >= 4);

    provider().killAll(id);

    assertThat(provider().processes(id)).isEmpty();
    assertThat(init.await(SOON)).isEqualTo(137);
    assertThat(provider().present()).contains(id);
  }

  @Test
  void killAllEndsWhatForksWithoutEnd() {
    ContainerId id = created();
    assumeThat(provider().version(Subsystem.PIDS)).as("cgroup pids").isPresent();
    provider().directory(id, Subsystem.PIDS).write("pids.max", "64");
    inInit(id, GroupedProcess.FORKING).go();
    Eventually.holds("it goes off", SOON, () -> provider().processes(id).size() > 24);

    provider().killAll(id);

    assertThat(provider().processes(id)).isEmpty();
  }

  @Test
  void removeTakesTheGroupsAndMayBeRepeated() {
    ContainerId id = created();

    provider().remove(id);

    assertThat(provider().present()).doesNotContain(id);
    assertThatCode(() -> provider().remove(id)).doesNotThrowAnyException();
  }

  @Test
  void removeTakesGroupsThatTheContainerMadeItself() throws IOException {
    ContainerId id = created();
    try (CgroupHandles handles = provider().initHandles(id)) {
      assumeThat(handles.v2()).as("a unified hierarchy").isPresent();
      Path own = Path.of("/proc/self/fd/" + handles.v2().orElseThrow().fd());
      Files.createDirectories(own.resolve("a.slice/b.slice/c.scope"));
      Files.createDirectory(own.resolve("d.slice"));
    }

    provider().remove(id);

    assertThat(provider().present()).doesNotContain(id);
  }

  @Test
  void groupsInUseStayAndTheErrorSaysSo() {
    ContainerId id = created();
    GroupedProcess init = inInit(id, "");

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> provider().remove(id))
        .withMessageContaining(id.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    assertThat(provider().processes(id)).containsExactly(init.pid());
  }

  @Test
  void aContainerWithoutGroupsIsEmptyAndCannotBeEntered() {
    ContainerId id = ContainerId.random();

    assertThat(provider().processes(id)).isEmpty();
    assertThatCode(() -> provider().killAll(id)).doesNotThrowAnyException();
    assertThatCode(() -> provider().remove(id)).doesNotThrowAnyException();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> provider().initHandles(id))
        .withMessageContaining(id.toString());
  }

  @Test
  void aPrivilegedContainerLivesTheSameLife() {
    ContainerId id = created(IdMap.PRIVILEGED);
    GroupedProcess init = inInit(id, "");
    GroupedProcess program = besideInit(id, "");

    assertThat(provider().processes(id)).containsExactlyInAnyOrder(init.pid(), program.pid());
    provider().killAll(id);
    provider().remove(id);

    assertThat(provider().present()).doesNotContain(id);
  }
}
