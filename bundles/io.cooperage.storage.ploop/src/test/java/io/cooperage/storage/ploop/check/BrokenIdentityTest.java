package io.cooperage.storage.ploop.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.storage.ploop.check.Finding.Kind;
import io.cooperage.storage.ploop.convert.Conversion;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.TargetFormat;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of our own, whose table can be made anew because it is known. */
class BrokenIdentityTest {
  @TempDir Path folder;

  private BrokenImage image;
  private byte[] good;

  @BeforeEach
  void makeAnImage() throws IOException {
    Path raw = folder.resolve("raw");
    Files.write(raw, "content".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
    image = new BrokenImage(folder.resolve("image"));
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      Conversion.run(source, image.path(), TargetFormat.IDENTITY, Progress.UNATTENDED);
    }
    good = Files.readAllBytes(image.path());
  }

  @Test
  void aCleanOneIsClean() {
    assertThat(ImageCheck.run(image.path(), Progress.UNATTENDED).clean()).isTrue();
  }

  @Test
  void itsTableIsMadeAnew() throws IOException {
    image.putInt(64 + 4, 40_000);
    image.putInt(64 + 12, image.getInt(64 + 8));
    CheckReport report = ImageCheck.run(image.path(), Progress.UNATTENDED);
    assertThat(report.find(Kind.OUTSIDE)).contains(new Finding(Kind.OUTSIDE, 1, "entry 1", true));
    assertThat(report.find(Kind.SHARED)).isPresent();
    assertThat(report.repairable()).isTrue();
    assertThat(ImageRepair.run(image.path(), Progress.UNATTENDED).clean()).isTrue();
    assertThat(Files.readAllBytes(image.path())).isEqualTo(good);
  }

  @Test
  void whatAShrinkThatWasCutOffLeavesIsTakenAway() throws IOException {
    image.putInt(64 + 7 * 4, 24);
    image.grow(1 << 20);
    assertThat(ImageRepair.run(image.path(), Progress.UNATTENDED).clean()).isTrue();
    assertThat(Files.readAllBytes(image.path())).isEqualTo(good);
  }

  @Test
  void anImageThatIsMostlyWrongIsNotGuessedAt() throws IOException {
    for (int entry = 0; entry < 5; entry++) {
      image.putInt(64 + 4 * entry, 40_000 + entry);
    }
    CheckReport report = ImageRepair.run(image.path(), Progress.UNATTENDED);
    assertThat(report.find(Kind.OUTSIDE)).contains(new Finding(Kind.OUTSIDE, 5, "entry 0", false));
  }
}
