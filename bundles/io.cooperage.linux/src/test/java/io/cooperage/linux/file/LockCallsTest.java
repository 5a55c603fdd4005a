package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCallsTest {
  @TempDir Path folder;

  @Test
  void aWholeFileLockExcludesAnotherOpenFileUntilItIsClosed() {
    try (OwnedFd second = open()) {
      try (OwnedFd first = open()) {
        assertThat(LockCalls.tryLock(first, true)).isTrue();
        assertThat(LockCalls.tryLock(second, true)).isFalse();
        assertThat(LockCalls.tryLock(second, false)).isFalse();
      }
      LockCalls.lock(second, true);
      LockCalls.unlock(second);
    }
  }

  @Test
  void sharedLocksLiveTogether() {
    try (OwnedFd first = open();
        OwnedFd second = open()) {
      assertThat(LockCalls.tryLock(first, false)).isTrue();
      assertThat(LockCalls.tryLock(second, false)).isTrue();
    }
  }

  @Test
  void rangesAreLockedPerOpenFileEvenWithinOneProcess() {
    try (OwnedFd first = open();
        OwnedFd second = open()) {
      assertThat(LockCalls.tryLockRange(first, true, 0, 10)).isTrue();
      assertThat(LockCalls.tryLockRange(second, true, 5, 1)).isFalse();
      assertThat(LockCalls.tryLockRange(second, true, 10, 0)).isTrue();
      LockCalls.unlockRange(first, 0, 10);
      assertThat(LockCalls.tryLockRange(second, false, 5, 1)).isTrue();
    }
  }

  private OwnedFd open() {
    return OpenCalls.create(folder.resolve("lock"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
  }
}
