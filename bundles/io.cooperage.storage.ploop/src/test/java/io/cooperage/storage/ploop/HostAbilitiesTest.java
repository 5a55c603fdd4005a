package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAbilitiesTest {
  @ParameterizedTest
  @CsvSource({
    "6.1.0-40-amd64, false",
    "6.11.9, false",
    "6.12.0+deb13, true",
    "6.18.44, true",
    "7.0.1, true",
    "5.19, false",
    "strange, false",
  })
  void filesAreMountedAsErofsSince612(String kernel, boolean expected) {
    assertThat(HostAbilities.fileBackedErofs(kernel)).isEqualTo(expected);
  }

  @Test
  void aFileSystemThatTheKernelLacksIsSeen() {
    assertThat(HostAbilities.fileSystem("tmpfs")).isTrue();
    assertThat(HostAbilities.fileSystem("no-such-type")).isFalse();
  }

  @Test
  void theHostsOwnFoldersHaveNoLoopDeviceOfOurs() {
    assertThat(HostAbilities.directIo(Path.of("/proc"))).isEmpty();
  }
}
