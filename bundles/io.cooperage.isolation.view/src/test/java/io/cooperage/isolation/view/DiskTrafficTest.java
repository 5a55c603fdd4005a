package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.BlockDevice;
import org.junit.jupiter.api.Test;

class DiskTrafficTest {
  private static final String THEN = "   7       3 loop3 10 0 20 5 7 0 8 9 1 4 14";
  private static final String NOW = "   7       3 loop3 15 0 120 6 9 0 24 9 2 6 20";

  @Test
  void onlyWhatCameSinceCountsButForRequestsInFlight() {
    DiskTraffic now =
        DiskTraffic.find("   7  31 loop31 1 1\n" + NOW + "\n", new BlockDevice("loop", 7, 3));
    DiskTraffic since = now.since(DiskTraffic.parse(THEN));
    assertThat(since.line()).isEqualTo("7 3 loop3 5 0 100 1 2 0 16 0 2 2 6");
    assertThat(since.read()).isEqualTo(100 * 512);
    assertThat(since.written()).isEqualTo(16 * 512);
  }

  @Test
  void aDiskThatBeganAnewNeverCountsBackwards() {
    assertThat(DiskTraffic.parse(THEN).since(DiskTraffic.parse(NOW)).read()).isZero();
    assertThat(DiskTraffic.parse(NOW).since(DiskTraffic.NONE).read()).isEqualTo(120 * 512);
    assertThat(DiskTraffic.find(NOW, new BlockDevice("loop", 7, 4))).isEqualTo(DiskTraffic.NONE);
  }
}
