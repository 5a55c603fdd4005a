package io.cooperage.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.process.Capability;
import io.cooperage.linux.process.ThreadCapabilities;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialThreadTest {
  @TempDir Path folder;

  @Test
  void newFilesBelongToTheAssumedUserAndGroup() {
    Path file = folder.resolve("theirs");
    CredentialThread.run(
        600_001,
        600_002,
        () -> OpenCalls.create(file, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY).close());
    assertThat(StatusCalls.status(file).owner()).isEqualTo(600_001);
    assertThat(StatusCalls.status(file).group()).isEqualTo(600_002);
  }

  @Test
  void capabilitiesAreKeptAndTheCallerIsUnchanged() {
    ThreadCapabilities before = ThreadCapabilities.current();
    ThreadCapabilities there = CredentialThread.call(600_001, 600_001, ThreadCapabilities::current);
    assertThat(there.has(Capability.DAC_OVERRIDE)).isTrue();
    assertThat(there.effective()).isEqualTo(before.permitted());
    assertThat(ThreadCapabilities.current()).isEqualTo(before);
    Path file = folder.resolve("ours");
    try (OwnedFd fd = OpenCalls.create(file, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY)) {
      assertThat(StatusCalls.status(fd).owner()).isZero();
    }
  }

  @Test
  void whatTheWorkThrowsReachesTheCaller() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                CredentialThread.run(
                    0,
                    0,
                    () -> {
                      throw new IllegalStateException("from there");
                    }))
        .withMessage("from there");
  }

  @Test
  void eachPieceOfWorkHasAThreadOfItsOwn() {
    long here = Kernel.call(Syscall.GETTID, "");
    long there = ThrowawayThread.call("test", () -> {}, () -> Kernel.call(Syscall.GETTID, ""));
    assertThat(there).isNotEqualTo(here);
  }

  @Test
  void anInterruptIsNotedAndTheWorkIsDone() {
    Thread.currentThread().interrupt();
    assertThat(ThrowawayThread.call("test", () -> {}, () -> "done")).isEqualTo("done");
    assertThat(Thread.interrupted()).isTrue();
  }
}
