package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.socket.SeqpacketSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever bytes come, the worker stays the same process and holds what it held. */
class HostileClientTest {
  private static final Set<Integer> VERBS_THAT_RUN_PROGRAMS = Set.of(8, 16);
  private static final int ROUNDS = 4000;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void randomMessagesNeitherKillNorFillTheWorker() {
    fixture.start("a", "sleep", "99");
    SupervisorInfo before = fixture.supervisor().info();
    Random random = new Random(20261122);
    try (OwnedFd descriptor = OpenCalls.open(Path.of("/dev/null"))) {
      for (int i = 0; i < ROUNDS; i++) {
        try (SeqpacketSocket socket =
            SeqpacketSocket.connect(fixture.run().resolve("supervisor.sock"))) {
          OwnedFd[] descriptors = random.nextInt(4) == 0 ? twice(descriptor) : new OwnedFd[0];
          socket.send(random.nextBoolean() ? noise(random) : almostRight(random), descriptors);
        } catch (LinuxException e) {
          // The worker may hang up on us at any byte.
          assertThat(e.getMessage()).containsAnyOf("EPIPE", "ECONNRESET");
        }
      }
    }
    assertThat(fixture.supervisor().info()).isEqualTo(before);
    assertThat(fixture.supervisor().list()).extracting(InitRecord::key).contains("a");
    SupervisorFixture.await(() -> openFiles(before.worker()) < 20 + 2 * heldRecords());
  }

  private long heldRecords() {
    return fixture.supervisor().list().size();
  }

  private static int openFiles(int pid) {
    String[] names = Path.of("/proc/" + pid + "/fd").toFile().list();
    return names == null ? Integer.MAX_VALUE : names.length;
  }

  private static OwnedFd[] twice(OwnedFd descriptor) {
    return new OwnedFd[] {descriptor, descriptor};
  }

  private static ByteBuffer noise(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** A good header and values whose tags, sizes, indexes and content are sometimes wrong. */
  private static ByteBuffer almostRight(Random random) {
    ByteBuffer b = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    int verb = 1 + random.nextInt(19);
    while (VERBS_THAT_RUN_PROGRAMS.contains(verb)) {
      verb = 1 + random.nextInt(19);
    }
    b.putInt(Wire.MAGIC).putShort((short) verb).putShort((short) random.nextInt(32)).putInt(7);
    for (int i = random.nextInt(8); i > 0; i--) {
      byte[] value = new byte[random.nextInt(48)];
      random.nextBytes(value);
      if (value.length > 1 && random.nextBoolean()) {
        value[0] = 'k';
        value[value.length - 1] = 0;
      }
      int size = random.nextInt(10) == 0 ? random.nextInt() : value.length;
      int index = random.nextInt(3) == 0 ? random.nextInt(3) : Wire.NO_DESCRIPTOR;
      b.putShort((short) random.nextInt(100)).putShort((short) index).putInt(size).put(value);
    }
    return b.flip();
  }
}
