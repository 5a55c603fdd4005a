package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromisesTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path containers;

  private final Promises promises = new Promises();
  private Path one;
  private Path two;

  @BeforeEach
  void nameTheFolders() {
    one = containers.resolve("one");
    two = containers.resolve("two");
  }

  @Test
  void theSumOfWhatIsThereIsReadOnce() throws IOException {
    disk(one, 64 * MIB);
    Files.createDirectory(two);
    assertThat(promises.sum(containers)).isEqualTo(64 * MIB);
    disk(two, 64 * MIB);
    assertThat(promises.sum(containers)).isEqualTo(64 * MIB);
  }

  @Test
  void aBrokenImageCountsNothing() throws IOException {
    disk(one, 64 * MIB);
    Files.writeString(one.resolve("root.hdd/root.hds"), "broken");
    assertThat(promises.sum(containers)).isZero();
  }

  @Test
  void noMoreIsPromisedThanTheLimit() {
    promises.put(one, 60 * MIB, 100 * MIB);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> promises.put(two, 41 * MIB, 100 * MIB))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
    promises.put(two, 40 * MIB, 100 * MIB);
    assertThat(promises.sum(containers)).isEqualTo(100 * MIB);
  }

  @Test
  void aPromiseIsReplacedAndLessIsAlwaysAllowed() {
    promises.put(one, 60 * MIB, 100 * MIB);
    promises.put(one, 100 * MIB, 100 * MIB);
    promises.put(one, 90 * MIB, 50 * MIB);
    assertThat(promises.sum(containers)).isEqualTo(90 * MIB);
    promises.remove(one);
    assertThat(promises.sum(containers)).isZero();
  }

  private static void disk(Path folder, long size) throws IOException {
    Path image = Files.createDirectories(folder.resolve("root.hdd")).resolve("root.hds");
    IdentityLayout layout = new IdentityLayout(size, MIB);
    byte[] bytes = new byte[(int) MIB];
    layout.header(InUse.CLOSED).encode().get(bytes, 0, 64);
    Files.write(image, bytes);
  }
}
