package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.socket.SeqpacketSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void valuesAndDescriptorsAreReadFromAMessage() {
    ByteBuffer b = header(Verb.GET, Wire.FLAG_MORE).putShort((short) 1).putShort((short) 0);
    b.putInt(3).put("ab\0".getBytes(UTF_8));
    try (OwnedFd sent = OpenCalls.open(Path.of("/dev/null"));
        Reply reply = transfer(b, sent)) {
      assertThat(reply.is(Verb.GET)).isTrue();
      assertThat(reply.has(Wire.FLAG_MORE)).isTrue();
      assertThat(reply.text(Tag.KEY)).isEqualTo("ab");
      assertThat(reply.failure()).isEmpty();
      List<OwnedFd> descriptors = reply.takeDescriptors();
      assertThat(descriptors).hasSize(1);
      descriptors.forEach(OwnedFd::close);
    }
  }

  @Test
  void aFailureNamesTheStageAndTheErrno() {
    ByteBuffer b = header(Verb.LAUNCH, Wire.FLAG_ERROR);
    b.putShort((short) 2).putShort((short) -1).putInt(4).putInt(1);
    b.putShort((short) 3).putShort((short) -1).putInt(14).put("mount devpts!\0".getBytes(UTF_8));
    try (Reply reply = transfer(b)) {
      assertThat(reply.failure().orElseThrow())
          .hasMessage("mount devpts!: EPERM (Operation not permitted)");
    }
  }

  @Test
  void aValueThatEndsOutsideItsMessageIsRefused() {
    ByteBuffer b = header(Verb.GET, 0).putShort((short) 1).putShort((short) -1).putInt(9).putInt(0);
    assertThatThrownBy(() -> transfer(b)).hasMessageContaining("EBADMSG");
  }

  @Test
  void anotherProtocolIsRefused() {
    assertThatThrownBy(() -> transfer(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(UTF_8))))
        .hasMessageContaining("EBADMSG");
  }

  private static ByteBuffer header(Verb verb, int flags) {
    ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    return b.putInt(Wire.MAGIC).putShort((short) verb.number()).putShort((short) flags).putInt(1);
  }

  private static Reply transfer(ByteBuffer message, OwnedFd... descriptors) {
    List<SeqpacketSocket> pair = SeqpacketSocket.pair();
    try (SeqpacketSocket near = pair.get(0);
        SeqpacketSocket far = pair.get(1)) {
      near.send(message.position() > 0 ? message.flip() : message, descriptors);
      return Reply.parse(far.receive(Wire.LARGEST, Duration.ofSeconds(5)).orElseThrow());
    }
  }
}
