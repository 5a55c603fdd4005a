package io.cooperage.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamespaceThreadTest {
  @ParameterizedTest
  @EnumSource(NamespaceKind.class)
  void aNewNamespaceIsEnteredAgainAndTheCallerStaysWhereItWas(NamespaceKind kind) {
    long here = inode(kind);
    try (OwnedFd made = NamespaceThread.callInNew(kind, () -> open(kind))) {
      long there = StatusCalls.status(made).inode();
      assertThat(there).isNotEqualTo(here);
      assertThat((long) NamespaceThread.callIn(made, kind, () -> inode(kind))).isEqualTo(there);
    }
    assertThat(inode(kind)).isEqualTo(here);
  }

  private static OwnedFd open(NamespaceKind kind) {
    return OpenCalls.open(Path.of("/proc/thread-self/ns/" + kind.file()));
  }

  private static long inode(NamespaceKind kind) {
    try (OwnedFd namespace = open(kind)) {
      return StatusCalls.status(namespace).inode();
    }
  }
}
