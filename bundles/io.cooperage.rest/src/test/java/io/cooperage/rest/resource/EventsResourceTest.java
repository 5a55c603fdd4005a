package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class EventsResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> ids(String path, String header, int count, Runnable afterHead)
      throws IOException {
    try (SocketChannel channel = server.connect()) {
      String request = "GET " + path + " HTTP/1.0\r\n" + header + "\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      BufferedReader lines =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      return Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> read(lines, count, afterHead));
    }
  }

  private static List<String> read(BufferedReader lines, int count, Runnable afterHead)
      throws IOException {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      String line = lines.readLine();
      assertThat(line).isNotNull();
      if (line.startsWith(":")) {
        afterHead.run();
      } else if (line.startsWith("id: ")) {
        ids.add(line.substring(4));
      }
    }
    return ids;
  }

  @Test
  void keptEventsComeFirstThenNewOnesOfTheWantedType() throws IOException {
    node.events.publish("container.started", "u", "m");
    node.events.publish("job.ended", "j", "m");

    List<String> ids =
        ids(
            "/1.0/events?type=container.",
            "",
            2,
            () -> node.events.publish("container.stopped", "u", "m"));

    assertThat(ids).containsExactly("1", "3");
  }

  @Test
  void aReaderGoesOnWhereItWasCutOff() throws IOException {
    node.events.publish("a", "", "");
    node.events.publish("b", "", "");
    node.events.publish("c", "", "");

    assertThat(ids("/1.0/events", "Last-Event-ID: 1\r\n", 2, () -> {})).containsExactly("2", "3");
    assertThat(ids("/1.0/events?since=2", "", 1, () -> {})).containsExactly("3");
  }

  @Test
  void aMalformedPlaceIsRefused() {
    assertThat(server.send("GET", "/1.0/events", "Last-Event-ID: x").status()).isEqualTo(400);
  }
}
