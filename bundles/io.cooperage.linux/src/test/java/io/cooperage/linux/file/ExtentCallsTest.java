package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtentCallsTest {
  private static final int BLOCK = 4096;

  @TempDir Path folder;
  private OwnedFd source;
  private OwnedFd target;

  @BeforeEach
  void open() {
    source = OpenCalls.create(folder.resolve("a"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
    target = OpenCalls.create(folder.resolve("b"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @Test
  void everyRunOfDataIsListedOnceAlsoBeyondOneAnswer() {
    FileCalls.resize(source, 1600L * BLOCK);
    for (int i = 0; i < 800; i++) {
      FileCalls.write(source, ByteBuffer.allocate(BLOCK).put(0, (byte) 1), 2L * i * BLOCK);
    }
    List<Extent> extents = listed();
    assertThat(extents).hasSize(800);
    assertThat(extents).allMatch(e -> e.length() == BLOCK && !e.unwritten() && e.comparable());
    assertThat(extents.get(799).logical()).isEqualTo(2L * 799 * BLOCK);
  }

  @Test
  void aRangeIsListedAlone() {
    FileCalls.resize(source, 40L * BLOCK);
    for (int i = 0; i < 20; i++) {
      FileCalls.write(source, ByteBuffer.allocate(BLOCK).put(0, (byte) 1), 2L * i * BLOCK);
    }
    List<Long> found = new ArrayList<>();
    ExtentCalls.forEach(source, 9L * BLOCK, 15L * BLOCK, e -> found.add(e.logical() / BLOCK));
    assertThat(found).containsExactly(10L, 12L, 14L);
  }

  @Test
  void equalRangesComeToShareTheirBlocksAndOthersDoNot() {
    for (OwnedFd file : List.of(source, target)) {
      FileCalls.write(file, ByteBuffer.allocate(2 * BLOCK).put(0, (byte) 9), 0);
    }
    FileCalls.write(target, ByteBuffer.allocate(1).put(0, (byte) 1), BLOCK + 7);
    try {
      assertThat(ExtentCalls.shareEqual(source, 0, target, 0, BLOCK)).isTrue();
    } catch (LinuxException e) {
      Assumptions.assumeFalse(
          e.is(Errno.EOPNOTSUPP), "the test folder's file system has no reflinks");
      throw e;
    }
    assertThat(ExtentCalls.shareEqual(source, BLOCK, target, BLOCK, BLOCK)).isFalse();
    assertThat(listed()).filteredOn(Extent::shared).hasSize(1);
    assertThat(FileCalls.readAll(target, 2 * BLOCK)[BLOCK + 7]).isEqualTo((byte) 1);
  }

  @Test
  void reservedSpaceIsListedAsUnwritten() {
    FileCalls.allocate(source, 0, BLOCK);
    assertThat(listed()).hasSize(1).allMatch(Extent::unwritten);
  }

  @Test
  void aRangeIsCopiedInTheKernel() {
    FileCalls.writeText(source, "0123456789");
    assertThat(ExtentCalls.copyRange(source, 2, target, 0, 5)).isEqualTo(5);
    assertThat(FileCalls.readText(target, 100)).isEqualTo("23456");
  }

  @Test
  void aCloneSharesItsBlocks() {
    FileCalls.write(source, ByteBuffer.allocate(BLOCK).put(0, (byte) 9), 0);
    try {
      ExtentCalls.cloneWhole(source, target);
    } catch (LinuxException e) {
      Assumptions.assumeFalse(
          e.is(Errno.EOPNOTSUPP), "the test folder's file system has no reflinks");
      throw e;
    }
    assertThat(FileCalls.readAll(target, BLOCK)).isEqualTo(FileCalls.readAll(source, BLOCK));
    assertThat(listed()).allMatch(Extent::shared);
  }

  private List<Extent> listed() {
    List<Extent> extents = new ArrayList<>();
    ExtentCalls.forEach(source, extents::add);
    return extents;
  }
}
