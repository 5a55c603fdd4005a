package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.socket.StreamSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NbdDevicesTest {
  private static final Duration TIME = Duration.ofSeconds(5);

  private static NbdDevices devices() {
    Optional<NbdDevices> devices = NbdDevices.open();
    Assumptions.assumeTrue(devices.isPresent(), "the kernel has no nbd");
    return devices.orElseThrow();
  }

  @Test
  void familiesOfTheKernelAreFoundByName() {
    GenericFamily.find("nlctrl", 1).orElseThrow().close();
    assertThat(GenericFamily.find("cooperage-none", 1)).isEmpty();
  }

  @Test
  void aDeviceHasTheNameOfItsServerUntilItIsDisconnected() {
    String name = "cooperage-test " + System.nanoTime();
    try (NbdDevices devices = devices();
        StreamSocket kernels = StreamSocket.pair().get(0)) {
      int index = devices.connect(name, 1 << 20, kernels.descriptor(), TIME, TIME);
      try {
        assertThat(NbdDevices.names()).containsEntry(index, name);
        assertThat(NbdDevices.number(index).major()).isEqualTo(43);
        assertThatExceptionOfType(LinuxException.class)
            .isThrownBy(() -> devices.reconnect(index, "another", kernels.descriptor()))
            .matches(e -> e.is(Errno.EINVAL));
      } finally {
        devices.disconnect(index);
      }
      assertThat(NbdDevices.name(index)).isEmpty();
      devices.disconnect(index);
    }
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    try (NbdDevices devices = devices();
        StreamSocket kernels = StreamSocket.pair().get(0)) {
      String name = "x".repeat(NbdDevices.NAME_LIMIT + 1);
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> devices.connect(name, 512, kernels.descriptor(), TIME, TIME))
          .matches(e -> e.is(Errno.ENAMETOOLONG));
    }
  }
}
