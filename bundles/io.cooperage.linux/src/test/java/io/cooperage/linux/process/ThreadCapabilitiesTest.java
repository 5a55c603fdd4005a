package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ThreadCapabilitiesTest {
  @Test
  void theSetsAreThoseOfProc() throws IOException {
    String status = Files.readString(Path.of("/proc/thread-self/status"));
    ThreadCapabilities current = ThreadCapabilities.current();
    assertThat(status)
        .contains(String.format("CapEff:\t%016x", current.effective()))
        .contains(String.format("CapPrm:\t%016x", current.permitted()));
    assertThat(current.has(Capability.SYS_ADMIN)).isTrue();
  }
}
