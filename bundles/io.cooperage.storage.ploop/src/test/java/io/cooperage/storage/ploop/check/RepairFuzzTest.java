package io.cooperage.storage.ploop.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.format.PloopImage;
import io.cooperage.storage.ploop.image.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images broken at random: what check and repair say of them must fit together. */
class RepairFuzzTest {
  private static final int INPUTS = Boolean.getBoolean("cooperage.full") ? 5_000 : 600;

  @TempDir Path folder;

  @Test
  void aRepairKeepsWhatCanBeReadAndMendsWhatItPromised() throws IOException {
    int mended = 0;
    for (long seed = 1; seed <= INPUTS; seed++) {
      try (OwnedFd file = OpenCalls.memory("fuzz")) {
        FileCalls.write(
            file,
            ByteBuffer.wrap(BrokenImage.random(folder.resolve("image"), new Random(seed))),
            0);
        mended += checkAndRepair(file, seed) ? 1 : 0;
      } catch (AssertionError e) {
        throw new AssertionError("the input of seed " + seed, e);
      }
    }
    assertThat(mended).isGreaterThan(INPUTS / 10);
  }

  @Test
  void aRepairThatIsCutOffAnywhereCanBeDoneAgain() throws IOException {
    int cut = 0;
    for (long seed = 1; seed <= INPUTS; seed++) {
      try (OwnedFd file = OpenCalls.memory("fuzz")) {
        byte[] broken = BrokenImage.random(folder.resolve("image"), new Random(seed));
        FileCalls.write(file, ByteBuffer.wrap(broken), 0);
        cut += cutOff(file, new Random(seed)) ? 1 : 0;
      } catch (AssertionError e) {
        throw new AssertionError("the input of seed " + seed, e);
      }
    }
    assertThat(cut).isGreaterThan(INPUTS / 20);
  }

  private static boolean cutOff(OwnedFd file, Random random) {
    try {
      if (!ImageCheck.run(file, Progress.UNATTENDED).repairable()) {
        return false;
      }
    } catch (MalformedImageException e) {
      return false;
    }
    Map<Long, Integer> content = content(file);
    int calls = random.nextInt(12);
    int[] seen = {0};
    boolean cut = false;
    try {
      ImageRepair.run(
          file,
          (done, total) -> {
            if (seen[0]++ == calls) {
              throw new CancellationException();
            }
          });
    } catch (CancellationException e) {
      cut = true;
      assertThat(content(file)).containsAllEntriesOf(content);
    }
    assertThat(ImageRepair.run(file, Progress.UNATTENDED).findings()).isEmpty();
    assertThat(content(file)).containsAllEntriesOf(content);
    return cut;
  }

  private static boolean checkAndRepair(OwnedFd file, long seed) {
    CheckReport before;
    try {
      before = ImageCheck.run(file, Progress.UNATTENDED);
    } catch (MalformedImageException e) {
      return false;
    }
    Map<Long, Integer> content = content(file);
    CheckReport after = ImageRepair.run(file, Progress.UNATTENDED);
    assertThat(after).isEqualTo(ImageCheck.run(file, Progress.UNATTENDED));
    if (before.repairable()) {
      assertThat(after.findings()).as("seed " + seed).isEmpty();
      assertThat(content(file)).containsAllEntriesOf(content);
      assertThat(PloopImage.open(new FileBytes(file)).table().entries())
          .isEqualTo(before.clusters());
    }
    return before.repairable() && !before.clean();
  }

  // The first bytes of each cluster that the file has wholly.
  private static Map<Long, Integer> content(OwnedFd file) {
    FileBytes bytes = new FileBytes(file);
    DataArea area = new DataArea(PloopHeader.parse(bytes), bytes.size());
    AllocationTable table = new AllocationTable(bytes, area);
    Map<Long, Integer> content = new HashMap<>();
    for (long cluster = 0; cluster < table.entries(); cluster++) {
      long entry = table.entry(cluster);
      if (area.state(entry) == DataArea.EntryState.MAPPED) {
        ByteBuffer first = ByteBuffer.allocate(4);
        bytes.read(first, area.offset(area.slot(entry)));
        content.put(cluster, first.getInt(0));
      }
    }
    return content;
  }
}
