package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.socket.StreamSocket;
import io.cooperage.storage.ploop.convert.Contents;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, without the kernel. */
class NbdServerTest {
  private static final int EINVAL = 22;

  @TempDir Path folder;
  private final List<StreamSocket> ends = StreamSocket.pair();
  private VirtualDisk disk;
  private CompletableFuture<Void> server;

  @BeforeEach
  void start() {
    disk = SampleDisks.CHAIN.in(folder);
    server =
        CompletableFuture.runAsync(
            () -> {
              try (StreamSocket end = ends.get(1)) {
                new NbdServer(disk, end).serve();
              }
            });
  }

  @AfterEach
  void stop() {
    ends.get(0).close();
    server.exceptionally(e -> null).join();
    disk.close();
  }

  private void send(int magic, int command, long cookie, long offset, int length) {
    ByteBuffer request = ByteBuffer.allocate(28);
    request.putInt(magic).putInt(command).putLong(cookie).putLong(offset).putInt(length);
    ends.get(0).send(request.flip());
  }

  private ByteBuffer received(int length) {
    ByteBuffer reply = ByteBuffer.allocate(length);
    assertThat(ends.get(0).receive(reply)).isTrue();
    return reply.flip();
  }

  private void ask(long cookie, long offset, int length) {
    send(0x25609513, 0, cookie, offset, length);
  }

  private int answer(long cookie) {
    ByteBuffer reply = received(16);
    assertThat(reply.getInt(0)).isEqualTo(0x67446698);
    assertThat(reply.getLong(8)).isEqualTo(cookie);
    return reply.getInt(4);
  }

  @Test
  void requestsAreAnsweredInTurn() {
    byte[] all = Contents.of(disk);
    ask(7, 512, 1024);
    ask(-8, 3 << 20, 4 << 20);
    assertThat(answer(7)).isZero();
    assertThat(received(1024)).isEqualTo(ByteBuffer.wrap(all, 512, 1024));
    assertThat(answer(-8)).isZero();
    assertThat(received(4 << 20)).isEqualTo(ByteBuffer.wrap(all, 3 << 20, 4 << 20));
  }

  @Test
  void whatLiesOutsideIsRefusedAndTheConnectionGoesOn() {
    long[] offsets = {-512, Long.MAX_VALUE, Long.MIN_VALUE, disk.size() - 511, disk.size()};
    for (long offset : offsets) {
      ask(offset, offset, 512);
      assertThat(answer(offset)).as("at %d", offset).isEqualTo(EINVAL);
    }
    for (int length : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      ask(1, 0, length);
      assertThat(answer(1)).as("%d bytes", length).isEqualTo(EINVAL);
    }
    ask(2, disk.size() - 512, 512);
    assertThat(answer(2)).isZero();
  }

  @Test
  void aDiskThatCannotBeReadIsAnInputError() {
    disk.close();
    ask(1, 20 << 20, 512);
    assertThat(answer(1)).isEqualTo(5);
  }

  @Test
  void theEndAndWhatIsNoRequestEndIt() {
    send(0x25609513, 2, 1, 0, 0);
    server.join();
    assertThat(ends.get(0).receive(ByteBuffer.allocate(1))).isFalse();
  }

  @Test
  void aWriteEndsIt() {
    send(0x25609513, 1, 1, 0, 512);
    assertThat(server.handle((v, e) -> e.getCause()).join()).isInstanceOf(LinuxException.class);
  }

  @Test
  void aConnectionThatIsCutOffInARequestEndsIt() {
    ends.get(0).send(ByteBuffer.allocate(5));
    ends.get(0).close();
    assertThat(server.handle((v, e) -> e.getCause()).join()).isInstanceOf(LinuxException.class);
  }
}
