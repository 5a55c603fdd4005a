package io.cooperage.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.JobState;
import io.cooperage.testing.front.FakeJob;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class JobProgressTest {
  private final FakeJob<String> job = new FakeJob<>("j1", "build", "debian-13");

  private CompletableFuture<Optional<String>> await(TestCaller caller) {
    return CompletableFuture.supplyAsync(() -> new JobProgress(caller).await(job));
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void aShortJobSaysNothing() {
    TestCaller caller = new TestCaller();

    assertThat(new JobProgress(caller).await(job.succeed(Optional.of("done")))).contains("done");
    assertThat(caller.printed()).isEmpty();
  }

  @Test
  void aLongJobShowsItsStepOnceALine() throws Exception {
    TestCaller caller = new TestCaller();
    CompletableFuture<Optional<String>> result = await(caller);
    until(() -> !caller.printed().isEmpty());
    job.succeed(Optional.of("done"));

    assertThat(result.get(10, TimeUnit.SECONDS)).contains("done");
    assertThat(caller.printed()).isEqualTo("build Step\n");
  }

  @Test
  void onATerminalOneLineIsUpdatedAndWiped() throws Exception {
    TestCaller caller = new TestCaller().onTerminal();
    CompletableFuture<Optional<String>> result = await(caller);
    until(() -> !caller.printed().isEmpty());
    job.succeed(Optional.of("done"));

    assertThat(result.get(10, TimeUnit.SECONDS)).isPresent();
    assertThat(caller.printed()).isEqualTo("\r\033[Kbuild Step\r\033[K");
  }

  @Test
  void aCallerThatLeavesCancelsTheJob() {
    TestCaller caller = new TestCaller();
    caller.leave();

    assertThatThrownBy(() -> new JobProgress(caller).await(job)).hasMessage("job j1 was cancelled");
  }

  @Test
  void theJobsOwnTimeoutIsItsError() {
    job.fail(new ContainerException(ErrorCode.TIMEOUT, "no answer from the mirror"));

    assertThatThrownBy(() -> new JobProgress(new TestCaller()).await(job))
        .hasMessage("no answer from the mirror");
  }

  @Test
  void aJobThatWaitsForAProviderIsLeftToItself() {
    job.park("waiting for cgroup");

    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () -> new JobProgress(new TestCaller(), Duration.ofMillis(1)).await(job));
    assertThat(e.code()).isEqualTo(ErrorCode.WAITING);
    assertThat(e).hasMessage("job j1 (build, Step) is waiting for cgroup");
    assertThat(e.hint()).contains("ct job show j1");
    assertThat(job.info().state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void aProviderThatIsBackSoonIsNotNoticed() throws Exception {
    job.park("waiting for cgroup");
    TestCaller caller = new TestCaller();
    CompletableFuture<Optional<String>> result = await(caller);
    until(() -> !caller.printed().isEmpty());
    job.succeed(Optional.of("done"));

    assertThat(result.get(10, TimeUnit.SECONDS)).contains("done");
    assertThat(caller.printed()).isEqualTo("build Step: waiting for cgroup\n");
  }
}
