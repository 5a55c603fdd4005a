package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.LinkRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceCountersTest {
  private static final String DEVICE = "coopcount";

  private final TestHost host = new TestHost();
  private final AtomicLong now = new AtomicLong();
  private final DeviceCounters counters = new DeviceCounters(host.view(), now::get);

  @AfterEach
  void close() {
    host.close();
  }

  private Link.Traffic kernels(String device) {
    return host.view().link(device).orElseThrow().traffic();
  }

  @Test
  void aDeviceHasWhatTheKernelCountsForIt() throws IOException {
    send();
    assertThat(kernels("lo").receivedBytes()).isPositive();
    // By its name the first time, from the list of all from then on.
    assertThat(counters.of("lo")).contains(kernels("lo"));
    send();
    now.addAndGet(DeviceCounters.FRESH);
    assertThat(counters.of("lo")).contains(kernels("lo"));
  }

  private void send() throws IOException {
    try (DatagramChannel to = TestHost.bind(host.namespace(), "127.0.0.1", 7001);
        DatagramChannel from = TestHost.bind(host.namespace(), "127.0.0.1", 7002)) {
      from.send(ByteBuffer.wrap(new byte[] {1}), to.getLocalAddress());
    }
  }

  @Test
  void aMissingDeviceHasNothing() {
    assertThat(counters.of(DEVICE)).isEmpty();
    assertThat(counters.of(DEVICE)).isEmpty();
  }

  @Test
  void aDeviceThatIsMadeAnewUnderItsNameIsFoundAgain() {
    for (int i = 0; i < 2; i++) {
      host.socket().apply(LinkRequests.createIfb(DEVICE));
      assertThat(counters.of(DEVICE)).contains(kernels(DEVICE));
      host.socket().apply(LinkRequests.delete(DEVICE));
      now.addAndGet(DeviceCounters.FRESH);
      assertThat(counters.of(DEVICE)).isEmpty();
    }
  }
}
