package io.cooperage.storage.ploop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackedDiskTest {
  private static final int CLUSTER_SECTORS = 64;
  private static final long CLUSTER = (long) CLUSTER_SECTORS * PloopHeader.SECTOR;
  private static final int ENTRIES = 1 << 20;
  private static final int RUNS = 20_000;
  private static final long MOST_NANOS = 20_000_000_000L;

  /** Every other one of the first clusters is stored. */
  private static PloopDisk disk(int stored) {
    long offset = PloopHeader.LENGTH + (long) ENTRIES * PloopHeader.ENTRY;
    long data = (offset + CLUSTER - 1) / CLUSTER * CLUSTER;
    PloopHeader header =
        new PloopHeader(
            FormatVersion.V2,
            16,
            1,
            CLUSTER_SECTORS,
            ENTRIES,
            (long) ENTRIES * CLUSTER_SECTORS,
            InUse.CLOSED,
            data / PloopHeader.SECTOR,
            0,
            0);
    ByteBuffer table = ByteBuffer.allocate(2 * RUNS * PloopHeader.ENTRY);
    table.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < stored; i++) {
      table.putInt(2 * i * PloopHeader.ENTRY, (int) (data / CLUSTER) + i);
    }
    OwnedFd file = OpenCalls.memory("disk");
    FileCalls.resize(file, data + stored * CLUSTER);
    FileCalls.write(file, header.encode(), 0);
    FileCalls.write(file, table, PloopHeader.LENGTH);
    return new PloopDisk(file);
  }

  @Test
  void aLongHoleAboveManyPiecesIsReadOnce() {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    try (StackedDisk stack =
        new StackedDisk(List.of(disk(0), disk(RUNS)), (long) ENTRIES * CLUSTER)) {
      long begin = thread.getCurrentThreadCpuTime();
      long at = 0;
      int pieces = 0;
      while (at < stack.size()) {
        at = stack.piece(at).orElseThrow().end();
        pieces++;
      }
      assertThat(pieces).isEqualTo(2 * RUNS);
      assertThat(thread.getCurrentThreadCpuTime() - begin).isLessThan(MOST_NANOS);
    }
  }
}
