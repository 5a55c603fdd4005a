package io.cooperage.controller.vswap.zram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.controller.vswap.NodeSwapFeature;
import io.cooperage.linux.mount.SwapCalls;
import io.cooperage.testing.node.MemoryHostLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real, small swap file. */
@Timeout(120)
class NodeDiskSwapTest {
  @TempDir private Path folder;
  private final MemoryHostLedger ledger = new MemoryHostLedger();
  private final SwapHeader header = new SwapHeader("coop-disk-test", UUID.randomUUID());
  private Path file;

  @BeforeEach
  void open() throws IOException {
    file = folder.toRealPath().resolve("swap");
  }

  @AfterEach
  void nothingIsLeft() {
    ledger.changes().forEach(swap()::restore);
    assertThat(swap().area()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private DiskSwap swap() {
    return new DiskSwap(file, header, ledger);
  }

  private NodeDiskSwap node(String size) {
    NodeDiskSwap node = new NodeDiskSwap(swap(), Configured.disk(size));
    assumeThat(node.findings())
        .as("swap files on the file system of the temporary folder")
        .noneMatch(f -> f.detail().contains("takes no swap file"));
    return node;
  }

  @Test
  void theFileIsMadeUsedRecordedAndTakenBack() {
    NodeDiskSwap node = node("32M");

    assertThat(node.findings()).extracting(Finding::grade).containsExactly(Grade.GOOD);
    assertThat(Long.parseLong(node.features().get(NodeSwapFeature.DISK)))
        .isBetween(31L << 20, 32L << 20);
    node.restore(ledger.changes().get(0));

    assertThat(file).doesNotExist();
    assertThat(ledger.changes()).isEmpty();
    assertThat(node.features()).containsEntry(NodeSwapFeature.DISK, "0");
  }

  @Test
  void aRestartedDaemonTakesItUpAlsoAfterAReboot() {
    node("32M");
    assertThat(node("32M").features()).doesNotContainEntry(NodeSwapFeature.DISK, "0");
    SwapCalls.disable(file);

    assertThat(node("32M").features()).doesNotContainEntry(NodeSwapFeature.DISK, "0");
    assertThat(ledger.changes()).hasSize(1);
  }

  @Test
  void aFileThatIsNotOursIsLeftAlone() throws IOException {
    Files.writeString(file, "somebody's");

    NodeDiskSwap node = new NodeDiskSwap(swap(), Configured.disk("32M"));

    assertThat(node.findings()).extracting(Finding::grade).containsExactly(Grade.DEGRADED);
    assertThat(file).hasContent("somebody's");
    assertThat(ledger.changes()).isEmpty();
    Files.delete(file);
  }

  @Test
  void withoutRoomNothingIsLeft() {
    NodeDiskSwap node = new NodeDiskSwap(swap(), Configured.disk("900T"));

    assertThat(node.features()).containsEntry(NodeSwapFeature.DISK, "0");
    assertThat(node.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).contains("M free"));
  }

  @Test
  void noneIsTheDefaultAndNonsenseIsTold() {
    assertThat(new NodeDiskSwap(swap(), Configured.disk("0")).findings()).isEmpty();
    assertThat(new NodeDiskSwap(swap(), Configured.disk("1M")).findings()).hasSize(1);
    assertThat(new NodeDiskSwap(swap(), Configured.disk("much")).findings().get(0).detail())
        .contains("disk 'much'");
  }
}
