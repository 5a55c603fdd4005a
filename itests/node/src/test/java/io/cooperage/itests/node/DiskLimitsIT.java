package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disk limits on a running CT, as a copy inside feels them. */
@ExtendWith(NodeExtension.class)
class DiskLimitsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"ploop", "ploop-overlay"})
  void iolimitIsChangedLiveBitesAndIsTakenOff(String layout, TestNode node) {
    ContainerIT.create(node, "101", "--layout", layout);

    node.ct("set", "101", "--iolimit", "8M:2M").orFail();

    assertThat(effective(node, "iolimit")).isEqualTo("8M:2M");
    assertThat(millisecondsToWrite(node, 6)).isGreaterThan(2000);
    Await.until("what it wrote is counted", SOON, () -> written(node) >= 6 << 20);

    node.ct("restart", "101").orFail();
    assertThat(effective(node, "iolimit")).isEqualTo("8M:2M");
    node.ct("set", "101", "--unset", "iolimit").orFail();
    assertThat(effective(node, "iolimit")).isEqualTo("unlimited");
    assertThat(millisecondsToWrite(node, 6)).isLessThan(2000);
  }

  @Test
  void aPrivilegedContainerIsHeldToo(TestNode node) {
    ContainerIT.create(node, "101", "--privileged", "yes");

    node.ct("set", "101", "--iolimit", "0:2M").orFail();

    assertThat(millisecondsToWrite(node, 6)).isGreaterThan(2000);
  }

  @Test
  void operationsAreLimitedAndBadValuesChangeNothing(TestNode node) {
    ContainerIT.create(node, "101");

    CtResult refused = node.ct("set", "101", "--iolimit", "12Q", "--iopslimit", "1.5");
    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("iolimit", "iopslimit");
    node.ct("set", "101", "--iopslimit", "0:50").orFail();

    assertThat(effective(node, "iopslimit")).isEqualTo("0:50");
    assertThat(effective(node, "iolimit")).isEqualTo("unlimited");
  }

  @Test
  void prioritiesAreRefusedWhereNoDiskHeedsThem(TestNode node) throws IOException {
    ContainerIT.create(node, "101");
    boolean heeded = anyDiskHasBfq();

    CtResult result = node.ct("set", "101", "--ioprio", "7");

    assertThat(result.ok()).isEqualTo(heeded);
    if (!heeded) {
      assertThat(result.error()).contains("bfq scheduler");
    }
  }

  private static boolean anyDiskHasBfq() throws IOException {
    try (var devices = Files.newDirectoryStream(Path.of("/sys/block"))) {
      for (Path device : devices) {
        Path scheduler = device.resolve("queue/scheduler");
        if (Files.exists(scheduler) && Files.readString(scheduler).contains("[bfq]")) {
          return true;
        }
      }
    }
    return false;
  }

  private static long millisecondsToWrite(TestNode node, int mebibytes) {
    String copy = "dd if=/dev/zero of=/root/file bs=256k conv=fsync count=" + mebibytes * 4;
    long began = System.nanoTime();
    node.ct("exec", "101", "--", "sh", "-c", copy).orFail();
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static long written(TestNode node) {
    JsonNode usage = ContainerIT.find(node, "101").path("usage");
    return usage.path("meters").path("disk.write.bytes").asLong();
  }

  private static String effective(TestNode node, String parameter) {
    JsonNode shown = node.ct("show", "101", "--json").orFail().json();
    return ContainerIT.effective(shown, parameter);
  }
}
