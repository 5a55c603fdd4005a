package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostViewTest {
  private static final PidHandle INIT = new PidHandle(77, 4242);

  @TempDir Path proc;

  private long started(String offsets) throws IOException {
    Files.createDirectories(proc.resolve("77"));
    Files.writeString(proc.resolve("77/timens_offsets"), offsets);
    return new HostView(proc, proc).started(INIT);
  }

  @Test
  void aContainersClockBeganWhereItsTimeNamespaceSays() throws IOException {
    assertThat(started("monotonic -9 0\nboottime -61 500\n")).isEqualTo(6100);
    assertThat(started("monotonic 9 0\nboottime 61 500\n")).isEqualTo(-6100);
    assertThat(started("1 0 0\n7 -3 0\n")).isEqualTo(300);
  }

  @Test
  void withoutOneOfItsOwnWhenInitBegan() throws IOException {
    assertThat(started("monotonic 0 0\nboottime 0 0\n")).isEqualTo(4242);
    assertThat(new HostView(proc, proc).started(new PidHandle(78, 5))).isEqualTo(5);
  }
}
