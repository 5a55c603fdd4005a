package io.cooperage.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeqpacketSocketTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private SeqpacketSocket left;
  private SeqpacketSocket right;

  @BeforeEach
  void connect() {
    List<SeqpacketSocket> pair = SeqpacketSocket.pair();
    left = pair.get(0);
    right = pair.get(1);
  }

  @AfterEach
  void disconnect() {
    left.close();
    right.close();
  }

  @Test
  void bordersOfMessagesAreKept() {
    left.send(bytes("one"));
    left.send(bytes("two"));
    assertThat(text(receive())).isEqualTo("one");
    assertThat(text(receive())).isEqualTo("two");
    assertThat(right.receive(10, Duration.ZERO)).isEmpty();
  }

  @Test
  void descriptorsArriveInOrderAndAreTheSameFiles() {
    try (OwnedFd first = OpenCalls.memory("first");
        OwnedFd second = OpenCalls.memory("second")) {
      FileCalls.writeText(first, "1");
      FileCalls.writeText(second, "2");
      left.send(bytes("two files"), first, second);
    }
    try (Message message = receive();
        OwnedFd first = message.takeDescriptor();
        OwnedFd second = message.takeDescriptor()) {
      assertThat(message.descriptorCount()).isZero();
      assertThat(FileCalls.readText(first, 5)).isEqualTo("1");
      assertThat(FileCalls.readText(second, 5)).isEqualTo("2");
    }
  }

  @Test
  void descriptorsThatNobodyTookAreClosedWithTheirMessage() {
    String name = "cooperage-never-taken";
    try (OwnedFd file = OpenCalls.memory(name)) {
      left.send(bytes("x"), file);
    }
    receive().close();
    assertThat(openFilesNamed(name)).isZero();
  }

  @Test
  void aMessageOverTheLimitIsRefusedAndItsDescriptorsAreClosed() {
    String name = "cooperage-too-long";
    try (OwnedFd file = OpenCalls.memory(name)) {
      left.send(bytes("eleven bytes"), file);
    }
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> right.receive(10, LONG))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE));
    assertThat(openFilesNamed(name)).isZero();
  }

  @Test
  void thePeersEndIsAnErrorAndNotAnEmptyMessage() {
    left.close();
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> right.receive(10, LONG))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ECONNRESET));
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> right.send(bytes("x")))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EPIPE));
  }

  @Test
  void closingWakesAWaitingReceiver() {
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> right.receive(10, LONG).isPresent());
    right.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(waiting::join)
        .withCauseInstanceOf(LinuxException.class);
  }

  @Test
  void thePeerIsThisProcess() {
    PeerCredentials peer = left.peer();
    assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(peer.user()).isZero();
  }

  @Test
  void aMissingSocketIsNamed() {
    Path missing = Path.of("/run/cooperage-test-" + "long/".repeat(30) + "none.sock");
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> SeqpacketSocket.connect(missing))
        .withMessageContaining("ENOENT");
  }

  private Message receive() {
    return right.receive(100, LONG).orElseThrow();
  }

  private static long openFilesNamed(String name) {
    try (var entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.filter(entry -> target(entry).contains(name)).count();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String target(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (java.io.IOException e) {
      return "";
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Message message) {
    return StandardCharsets.UTF_8.decode(message.bytes()).toString();
  }
}
