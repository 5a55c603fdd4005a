package io.cooperage.controller.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaProbeTest {
  @TempDir private Path folder;

  private QuotaProbe probe(String... lines) throws IOException {
    Path config = Files.write(folder.resolve("config"), List.of(lines));
    return new QuotaProbe(new KernelConfig(List.of(folder.resolve("none.gz"), config)));
  }

  @Test
  void formatsAreReadFromTheKernelsConfiguration() throws IOException {
    QuotaProbe probe = probe("CONFIG_QUOTA=y", "CONFIG_QFMT_V2=m", "# CONFIG_XFS_QUOTA is not set");

    assertThat(probe.features())
        .containsEntry("quota.ext4", "yes")
        .containsEntry("quota.xfs", "no");
    assertThat(probe.findings())
        .extracting(Finding::grade)
        .containsExactly(Grade.GOOD, Grade.MISSING);
  }

  @Test
  void withoutAConfigurationNothingIsKnown() {
    assertThat(new QuotaProbe(new KernelConfig(List.of())).features())
        .containsEntry("quota.ext4", "unknown")
        .containsEntry("quota.xfs", "unknown");
  }
}
