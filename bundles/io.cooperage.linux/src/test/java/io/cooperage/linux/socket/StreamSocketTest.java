package io.cooperage.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamSocketTest {
  private final List<StreamSocket> ends = StreamSocket.pair();

  @AfterEach
  void close() {
    ends.forEach(StreamSocket::close);
  }

  @Test
  void whatIsSentInPiecesIsReceivedWhole() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              ends.get(0).send(ByteBuffer.wrap(bytes, 0, 3));
              ends.get(0).send(ByteBuffer.wrap(bytes, 3, bytes.length - 3));
            });
    ByteBuffer into = ByteBuffer.allocate(bytes.length);
    assertThat(ends.get(1).receive(into)).isTrue();
    sender.join();
    assertThat(into.array()).isEqualTo(bytes);
  }

  @Test
  void theEndIsToldBeforeAMessageAndAnErrorInIt() {
    ends.get(0).send(ByteBuffer.allocate(3));
    ends.get(0).close();
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> ends.get(1).receive(ByteBuffer.allocate(4)))
        .matches(e -> e.is(Errno.ECONNRESET));
    assertThat(ends.get(1).receive(ByteBuffer.allocate(4))).isFalse();
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> ends.get(1).send(ByteBuffer.allocate(4)))
        .matches(e -> e.is(Errno.EPIPE));
  }

  @Test
  void itHasEndedWhenNothingIsLeftToReceive() {
    assertThat(ends.get(1).ended()).isFalse();
    ends.get(0).send(ByteBuffer.allocate(1));
    ends.get(0).close();
    assertThat(ends.get(1).ended()).isFalse();
    assertThat(ends.get(1).receive(ByteBuffer.allocate(1))).isTrue();
    assertThat(ends.get(1).ended()).isTrue();
  }

  @Test
  void endingWakesWhoWaits() {
    CompletableFuture<Boolean> reader =
        CompletableFuture.supplyAsync(() -> ends.get(1).receive(ByteBuffer.allocate(1)));
    ends.get(1).end();
    assertThat(reader.join()).isFalse();
  }
}
