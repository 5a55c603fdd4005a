package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.convert.Contents;
import io.cooperage.storage.ploop.convert.Piece;
import io.cooperage.storage.ploop.convert.Run;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskMapTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PACKED")
  void theBytesLieWhereItSays(SampleDisks sample) {
    try (VirtualDisk disk = sample.in(folder)) {
      DiskMap map = DiskMap.of(disk).orElseThrow();
      ByteBuffer found = ByteBuffer.allocate((int) disk.size());
      for (Piece piece : map.pieces()) {
        int start = found.position();
        found.limit((int) piece.end());
        if (piece.file().isPresent()) {
          read(piece.file().get(), found, start + piece.shift());
        }
        found.position((int) piece.end());
      }
      assertThat(found.array()).isEqualTo(Contents.of(disk));
    }
  }

  private static void read(OwnedFd file, ByteBuffer into, long offset) {
    long at = offset;
    while (into.hasRemaining()) {
      int length = FileCalls.read(file, into, at);
      assertThat(length).isPositive();
      at += length;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RAW", "OURS"})
  void rawImagesAndOursAreOneStretch(SampleDisks sample) {
    try (VirtualDisk disk = sample.in(folder)) {
      assertThat(DiskMap.of(disk)).hasValueSatisfying(m -> assertThat(m.contiguous()).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSE_1", "DENSE_2", "CHAIN", "QCOW2"})
  void imagesWithHolesAndDeltasAreManyPieces(SampleDisks sample) {
    try (VirtualDisk disk = sample.in(folder)) {
      assertThat(DiskMap.of(disk))
          .hasValueSatisfying(m -> assertThat(m.pieces()).hasSizeGreaterThan(2));
    }
  }

  @Test
  void whatIsStoredInAnotherFormHasNone() {
    try (VirtualDisk disk = SampleDisks.PACKED.in(folder)) {
      assertThat(DiskMap.of(disk)).isEmpty();
    }
  }

  @Test
  void moreThanTheMostPiecesAreNotMapped() {
    VirtualDisk comb =
        new VirtualDisk() {
          @Override
          public long size() {
            return 2L * DiskMap.MOST + 2;
          }

          @Override
          public void read(ByteBuffer into, long offset) {}

          @Override
          public Run run(long offset) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Optional<Piece> piece(long offset) {
            return Optional.of(new Piece(offset + 1, Optional.empty(), offset % 2));
          }

          @Override
          public List<OwnedFd> files() {
            return List.of();
          }

          @Override
          public void close() {}
        };
    assertThat(DiskMap.of(comb)).isEmpty();
  }
}
