package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest {
  @Test
  void theDeviceIsThatOfTheDefaultRoute() {
    try (TestNode node = new TestNode()) {
      Uplink uplink = new Uplink(node.socket());
      assertThat(uplink.device()).isEmpty();
      var other = node.start();
      var way = node.start();
      int index = node.index(way.device());

      node.socket()
          .apply(
              RouteRequests.add(
                  Route.onLink(IpPrefix.parse("0.0.0.0/0"), index, Route.STATIC)
                      .via(IpPrefix.parse(way.address()).address())));

      assertThat(uplink.device()).hasValue(way.device()).isNotEqualTo(other.device());
    }
  }

  @Test
  void aSpeedIsInMegabits(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("speed"), "2500\n");

    assertThat(Uplink.speed(file)).hasValue(2_500_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1\n", "", "unknown", "0"})
  void aDeviceThatDoesNotTellHasNone(String content, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("speed"), content);

    assertThat(Uplink.speed(file)).isEmpty();
    assertThat(Uplink.speed(folder.resolve("absent"))).isEmpty();
  }
}
