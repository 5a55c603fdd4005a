package io.cooperage.storage.ploop.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.check.Finding.Kind;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.QemuImage;
import io.cooperage.storage.ploop.format.DirtyBitmapWriter;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether QEMU's check finds nothing that ours does not. */
class QemuAgreementTest {
  private static final int INPUTS = Boolean.getBoolean("cooperage.full") ? 1_000 : 120;
  private static final int ERRORS = 2;
  private static final int LEAKS = 3;

  @TempDir Path folder;

  private Path image;

  @BeforeEach
  void needQemu() {
    QemuImage.assumeInstalled();
    image = folder.resolve("image");
  }

  @Test
  void whatQemuFindsIsFoundHereToo() throws IOException {
    int clean = 0;
    for (long seed = 1; seed <= INPUTS; seed++) {
      Files.write(image, BrokenImage.random(image, new Random(seed)));
      int qemu = qemu();
      try {
        CheckReport report = ImageCheck.run(image, Progress.UNATTENDED);
        requireAgreement(report, qemu, seed);
        if (report.repairable()) {
          assertThat(ImageRepair.run(image, Progress.UNATTENDED).clean()).isTrue();
          assertThat(qemu()).as("after the repair of seed " + seed).isZero();
          clean++;
        }
      } catch (MalformedImageException e) {
        // QEMU takes headers that break its own document.
      }
    }
    assertThat(clean).isGreaterThan(INPUTS / 4);
  }

  @Test
  void qemuOpensAnImageWithOurExtensionAndRefusesABrokenOne() throws IOException {
    BrokenImage broken = BrokenImage.write(image, FormatVersion.V2, 1, -1, 0);
    try (OwnedFd file = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      FileBytes bytes = new FileBytes(file);
      DirtyBitmapWriter writer = new DirtyBitmapWriter(bytes, PloopHeader.parse(bytes), 8);
      writer.add(4096, 8192);
      bytes.write(writer.finish(new UUID(1, 2), List.of()).encode(), 0);
    }
    assertThat(ImageCheck.run(image, Progress.UNATTENDED).clean()).isTrue();
    QemuImage.run("info", "-f", "parallels", image.toString());
    broken.putInt(broken.getInt(56) * 512 + 500, 1);
    assertThat(QemuImage.attempt("info", "-f", "parallels", image.toString()).output())
        .containsIgnoringCase("checksum");
    assertThat(ImageCheck.run(image, Progress.UNATTENDED).find(Kind.EXTENSION)).isPresent();
  }

  private static void requireAgreement(CheckReport report, int qemu, long seed) {
    String about = "seed " + seed + ": " + report;
    if (report.clean()) {
      assertThat(qemu).as(about).isZero();
    }
    if (qemu == ERRORS) {
      assertThat(report.findings()).as(about).anyMatch(Finding::error);
    }
    if (qemu == LEAKS) {
      assertThat(report.clean()).as(about).isFalse();
    }
  }

  private int qemu() {
    return QemuImage.attempt("check", "-f", "parallels", image.toString()).exit();
  }
}
