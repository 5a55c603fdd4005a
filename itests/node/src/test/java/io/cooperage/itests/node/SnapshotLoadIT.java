package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots of a CT that writes all the time. */
@ExtendWith(NodeExtension.class)
class SnapshotLoadIT {
  private static final int MEBIBYTES = 16;
  private static final int BRIEF = 6;

  @ParameterizedTest
  @CsvSource({"ext4,200", "xfs,50"})
  void everySnapshotIsCleanAndHoldsWholeBlocks(String fstype, int whole, TestNode node)
      throws IOException {
    FioLoad.assumeInstalled();
    SnapshotIT.create(node, "--layout", "ploop", "--fstype", fstype, "--diskspace", "512M");
    int count = NodeExtension.count("snapshots under fio on " + fstype, BRIEF, whole);
    Path spare = node.state().resolve("pool/checked-by-test");
    try (FioLoad load = FioLoad.on(node, "101", MEBIBYTES)) {
      for (int i = 0; i < count; i++) {
        String id = node.ct("snapshot", "101", "--json").json().get("id").asText();
        CleanImage.check(SnapshotIT.disk(node).resolve("root.hds.{" + id + "}"), fstype, spare);
        String place = node.ct("snapshot-mount", "101", "--id", id).orFail().output().strip();
        load.verify(Path.of(place));
        node.ct("snapshot-umount", "101", "--id", id).orFail();
        node.ct("snapshot-delete", "101", "--id", id).orFail();
      }
      assertThat(load.end()).as("passes of fio").isGreaterThan(1);
    }
    SnapshotIT.assertNoOrphans(node);
  }
}
