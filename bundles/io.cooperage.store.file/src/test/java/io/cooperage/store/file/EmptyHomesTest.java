package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyHomesTest {
  private static final String ID = "0d0f6a53-6f7c-4f0e-9b63-0f2a1b1f9a11";

  @TempDir private Path pool;

  @Test
  void foldersThatHoldNothingGo() throws IOException {
    Files.createDirectories(pool.resolve(ID).resolve("journal"));
    EmptyHomes.sweep(pool);
    assertThat(pool).isEmptyDirectory();
  }

  @Test
  void whateverHoldsAFileStays() throws IOException {
    Path file = Files.createDirectories(pool.resolve(ID).resolve("root.hdd")).resolve("root.hds");
    Files.writeString(file, "disk");
    Files.createDirectories(pool.resolve("not-a-container"));
    EmptyHomes.sweep(pool);
    assertThat(file).exists();
    assertThat(pool.resolve("not-a-container")).exists();
  }
}
