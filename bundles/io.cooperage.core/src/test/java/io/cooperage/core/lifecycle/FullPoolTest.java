package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.fake.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pool that gets full does to the CTs of a whole engine. */
class FullPoolTest {
  private static final long GIB = 1L << 30;
  private static final long PLENTY = 1L << 50;

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    host.storage().room(PLENTY, GIB);
    engine = new EngineUnderTest(host, folder);
    for (int ctid = 101; ctid < 103; ctid++) {
      engine.create(ctid);
      engine.start(ctid);
    }
    unwritten(101, 4096);
    look();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void look() {
    engine.room().pools().look(true);
  }

  private void free(long bytes) {
    host.storage().room(bytes, GIB);
    look();
  }

  private CgroupDirectory group(int ctid, Subsystem subsystem) {
    return host.cgroups().directory(engine.get(ctid).id(), subsystem);
  }

  private void unwritten(int ctid, long bytes) {
    group(ctid, Subsystem.MEMORY).write("memory.stat", "anon 7\nfile_dirty " + bytes + "\n");
  }

  private boolean frozen(int ctid) {
    return group(ctid, Subsystem.FREEZER).readIfPresent("cgroup.freeze").orElse("0").equals("1");
  }

  private ContainerState state(int ctid) {
    return engine.get(ctid).state();
  }

  private static void assertNoSpace(ThrowingCallable refused) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(refused)
        .withMessageContaining("the pool /fake/pool has 0 MiB free")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE))
        .satisfies(e -> assertThat(e.hint()).isNotEmpty());
  }

  @Test
  void whoWritesStandsStillBelowTheReserveAndGoesOnWithTwiceThat() {
    assertThat(state(101)).isEqualTo(ContainerState.RUNNING);
    free(0);
    assertThat(state(101)).isEqualTo(ContainerState.PAUSED);
    assertThat(engine.get(101).detail()).contains("/fake/pool", "0 MiB free");
    assertThat(frozen(101)).isTrue();
    assertThat(state(102)).as("it writes nothing").isEqualTo(ContainerState.RUNNING);
    unwritten(101, 0);
    free(GIB + GIB / 2);
    assertThat(state(101)).as("not enough").isEqualTo(ContainerState.PAUSED);
    free(PLENTY);
    assertThat(state(101)).isEqualTo(ContainerState.RUNNING);
    assertThat(engine.get(101).detail()).isEmpty();
    assertThat(frozen(101)).isFalse();
    assertThat(folder.resolve("paused")).isEmptyDirectory();
    assertThat(engine.events().types())
        .containsSubsequence("pool.full", "container.paused", "pool.room", "container.resumed");
  }

  @Test
  void theEventNamesPoolSpaceAndRemedy() {
    free(0);
    assertThat(engine.events().details("container.paused"))
        .containsEntry("pool", "/fake/pool")
        .containsEntry("free", "0")
        .containsEntry("reserve", Long.toString(GIB))
        .containsEntry("remedy", "grow it");
    assertThat(engine.events().messages())
        .anySatisfy(text -> assertThat(text).contains("CT 101 is paused", "/fake/pool", "grow it"));
  }

  @Test
  void aDiskThatGrowsIsFoundWithoutThePageCache() {
    free(0);
    assertThat(state(102)).isEqualTo(ContainerState.RUNNING);
    host.storage().taken(1 << 20);
    look();
    assertThat(state(102)).isEqualTo(ContainerState.PAUSED);
  }

  @Test
  void nothingIsMadeOrStartedWhileThePoolIsFull() {
    engine.containers().stop(ref(102), StopOptions.killAtOnce()).await(PATIENCE);
    free(0);
    assertNoSpace(() -> engine.start(102));
    assertNoSpace(() -> engine.create(103));
    free(PLENTY);
    assertThatNoException().isThrownBy(() -> engine.start(102));
  }

  @Test
  void whoStandsStillTakesNoProgramsAndIsOnlyKilled() {
    free(0);
    ExecRequest request = ExecRequest.of("true");
    assertNoSpace(() -> engine.containers().exec(ref(101), request));
    assertNoSpace(() -> engine.containers().stop(ref(101), StopOptions.defaults()));
    engine.containers().stop(ref(101), StopOptions.killAtOnce()).await(PATIENCE);
    assertThat(state(101)).isEqualTo(ContainerState.STOPPED);
    engine.containers().destroy(ref(101)).await(PATIENCE);
    look();
    assertThat(folder.resolve("paused")).isEmptyDirectory();
  }

  @Test
  void theEndOfTheNodeDoesNotWaitForWhoStandsStill() {
    engine.containers().stop(ref(102), StopOptions.killAtOnce()).await(PATIENCE);
    free(0);
    host.isolation().stubborn(true);
    engine.room().stopAll().forEach(job -> job.await(PATIENCE));
    assertThat(state(101)).isEqualTo(ContainerState.STOPPED);
  }

  @Test
  void theNextDaemonKeepsWhoStandsStillAndLetsItGoOn() {
    free(0);
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    Eventually.holds("it is adopted", () -> state(101) == ContainerState.PAUSED || looked());
    free(GIB + GIB / 2);
    assertThat(state(101)).isEqualTo(ContainerState.PAUSED);
    assertThatExceptionOfType(ContainerException.class).isThrownBy(() -> engine.create(103));
    free(PLENTY);
    assertThat(state(101)).isEqualTo(ContainerState.RUNNING);
    assertThat(frozen(101)).isFalse();
  }

  private boolean looked() {
    look();
    return false;
  }

  @Test
  void whatSomebodyElseFrozeIsLeftAlone() {
    group(102, Subsystem.FREEZER).write("cgroup.freeze", "1");
    free(0);
    free(PLENTY);
    assertThat(frozen(102)).isTrue();
    assertThat(frozen(101)).isFalse();
  }

  @Test
  void afterABootCtsWaitForRoom() throws IOException {
    Eventually.holds(
        "that they run is saved",
        () -> host.store().containers().stream().allMatch(ContainerRecord::wantRunning));
    engine.crash();
    host.store().reboot();
    host.isolation().reboot();
    host.cgroups().reboot();
    host.network().reboot();
    host.storage().reboot();
    Files.deleteIfExists(folder.resolve("autostarted"));
    host.storage().room(0, GIB);
    engine = new EngineUnderTest(host, folder, false);
    engine.addStore();
    engine.addProviders();
    Eventually.holds(
        "they wait for room",
        () -> engine.room().waitingFor().contains("CT 101 waits for room in the pool /fake/pool"));
    assertThat(state(101)).isEqualTo(ContainerState.STOPPED);
    free(PLENTY);
    engine.awaitState(101, ContainerState.RUNNING);
  }
}
