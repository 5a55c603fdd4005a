package io.cooperage.storage.ploop.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.storage.ploop.check.Finding.Kind;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.QemuImage;
import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.format.Feature;
import io.cooperage.storage.ploop.format.FormatExtension;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageRepairTest {
  @TempDir Path folder;

  private BrokenImage image;

  @BeforeEach
  void needQemu() {
    QemuImage.assumeInstalled();
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void aCleanImageIsCleanAndStaysAsItIs(FormatVersion version) throws IOException {
    make(version, 2, -1, 0, 1);
    byte[] before = Files.readAllBytes(image.path());
    assertThat(check()).isEqualTo(new CheckReport(4, 3, List.of()));
    assertThat(qemuCheck()).isZero();
    assertThat(repair().clean()).isTrue();
    assertThat(Files.readAllBytes(image.path())).isEqualTo(before);
  }

  @Test
  void theMarkIsTakenAway() throws IOException {
    make(FormatVersion.V2, 1, 0);
    image.putInt(InUse.OFFSET, InUse.OPEN.mark());
    assertMended(Kind.NOT_CLOSED, 1, "21");
    assertThat(image.getInt(InUse.OFFSET)).isEqualTo(InUse.CLOSED.mark());
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void aSharedClusterIsCopiedForEachOfItsEntries(FormatVersion version) throws IOException {
    make(version, 0, 1, 0, -1, 0);
    CheckReport report = check();
    assertThat(report.findings()).containsExactly(new Finding(Kind.SHARED, 2, "entry 2", true));
    assertThat(repair().clean()).isTrue();
    assertThat(image.content()).isEqualTo("121-1");
    assertThat(image.slots()).isEqualTo(4);
    assertThat(qemuCheck()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void clustersThatNothingNamesAreClosedUp(FormatVersion version) throws IOException {
    make(version, 6, 1, -1, 4);
    assertMended(Kind.LEAK, 4, "72-5");
    assertThat(image.slots()).isEqualTo(3);
  }

  @Test
  void clustersBehindTheLastAreCutOff() throws IOException {
    make(FormatVersion.V2, 0, 1);
    image.grow(3 * BrokenImage.CLUSTER);
    assertThat(qemuCheck()).isEqualTo(3);
    assertMended(Kind.LEAK, 3, "12");
    assertThat(image.slots()).isEqualTo(2);
  }

  @Test
  void aRaggedEndThatNothingNamesIsCutOff() throws IOException {
    make(FormatVersion.V2, 0, 1);
    image.grow(700);
    assertThat(check().findings()).extracting(Finding::kind).contains(Kind.RAGGED_TAIL);
    assertThat(repair().clean()).isTrue();
    assertThat(image.content()).isEqualTo("12");
    assertThat(image.slots()).isEqualTo(2);
  }

  @Test
  void aLastClusterThatWasCutIsFilledUp() throws IOException {
    make(FormatVersion.V2, 0, 1);
    image.grow(-512);
    assertThat(check().findings())
        .containsExactly(new Finding(Kind.RAGGED_TAIL, 1, "32256 bytes", true));
    assertThat(repair().clean()).isTrue();
    assertThat(image.content()).startsWith("1");
    assertThat(image.slots()).isEqualTo(2);
    assertThat(qemuCheck()).isZero();
  }

  @Test
  void theRoomBehindTheTableIsCleared() throws IOException {
    make(FormatVersion.V2, 0, 1);
    image.putInt(64 + 3 * 4, 77);
    image.putInt(BrokenImage.CLUSTER - 4, -1);
    assertMended(Kind.RESERVED_ROOM, 1, "12");
    assertThat(image.getInt(64 + 3 * 4)).isZero();
    assertThat(image.getInt(BrokenImage.CLUSTER - 4)).isZero();
  }

  @Test
  void lostEntriesAreReportedAndNothingIsGuessed() throws IOException {
    make(FormatVersion.V2, 0, 9, 0, -1);
    image.putInt(64 + 4, 4000);
    image.putInt(InUse.OFFSET, InUse.OPEN.mark());
    byte[] before = Files.readAllBytes(image.path());
    assertThat(qemuCheck()).isEqualTo(2);
    CheckReport report = repair();
    assertThat(report.find(Kind.OUTSIDE)).contains(new Finding(Kind.OUTSIDE, 1, "entry 1", false));
    assertThat(report.find(Kind.SHARED)).get().extracting(Finding::repairable).isEqualTo(false);
    assertThat(report.repairable()).isFalse();
    assertThat(Files.readAllBytes(image.path())).isEqualTo(before);
  }

  @Test
  void aMisalignedEntryIsReported() throws IOException {
    make(FormatVersion.V1, 0, 1);
    image.putInt(64, 65);
    assertThat(check().find(Kind.MISALIGNED)).isPresent();
  }

  @Test
  void aBrokenExtensionIsDroppedUnlessItHadSomethingNecessary() throws IOException {
    make(FormatVersion.V2, 0, 1);
    FormatExtension harmless =
        new FormatExtension(List.of(new Feature(7, Feature.TRANSIT, ByteBuffer.allocate(8))));
    int place = image.appendExtension(harmless);
    assertThat(check().clean()).isTrue();
    image.putInt(place + 1000, 1);
    assertMended(Kind.EXTENSION, 1, "12");
    assertThat(image.getInt(56)).isZero();
    assertThat(image.slots()).isEqualTo(2);
    image.appendExtension(
        new FormatExtension(List.of(new Feature(7, Feature.NECESSARY, ByteBuffer.allocate(8)))));
    image.putInt(InUse.OFFSET, InUse.OPEN.mark());
    byte[] before = Files.readAllBytes(image.path());
    assertThat(repair().find(Kind.UNKNOWN_FEATURE)).isPresent();
    assertThat(Files.readAllBytes(image.path())).isEqualTo(before);
  }

  @Test
  void aHeaderThatIsBrokenIsRefused() throws IOException {
    make(FormatVersion.V2, 0);
    image.putInt(28, 65);
    assertThatThrownBy(this::check).isInstanceOf(MalformedImageException.class);
    assertThatThrownBy(this::repair).isInstanceOf(MalformedImageException.class);
  }

  @Test
  void anImageInUseIsLeftAlone() throws Exception {
    make(FormatVersion.V2, 0);
    try (AutoCloseable user = SourceFile.openAlone(image.path())) {
      assertThat(user).isNotNull();
      assertThatExceptionOfType(ContainerException.class).isThrownBy(this::check);
      assertThatExceptionOfType(ContainerException.class).isThrownBy(this::repair);
    }
  }

  private void assertMended(Kind kind, long count, String content) {
    CheckReport before = check();
    assertThat(before.findings()).extracting(Finding::kind).containsExactly(kind);
    assertThat(before.findings().get(0).count()).isEqualTo(count);
    assertThat(before.repairable()).isTrue();
    assertThat(repair().findings()).isEmpty();
    assertThat(image.content()).isEqualTo(content);
    assertThat(qemuCheck()).isZero();
  }

  private void make(FormatVersion version, int... slots) throws IOException {
    image = BrokenImage.write(folder.resolve("image"), version, slots);
  }

  private CheckReport check() {
    return ImageCheck.run(image.path(), Progress.UNATTENDED);
  }

  private CheckReport repair() {
    return ImageRepair.run(image.path(), Progress.UNATTENDED);
  }

  private int qemuCheck() {
    return QemuImage.attempt("check", "-f", "parallels", image.path().toString()).exit();
  }
}
