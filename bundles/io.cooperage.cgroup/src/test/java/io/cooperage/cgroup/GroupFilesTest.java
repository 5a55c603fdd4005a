package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupFilesTest {
  @TempDir private Path mount;
  private GroupFiles files;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(mount.resolve("cooperage/ct"));
    Files.writeString(mount.resolve("cooperage/ct/memory.max"), "max\n");
    files = new GroupFiles(new Hierarchy(2, "unified", mount, Set.of()), "cooperage/ct");
  }

  @Test
  void contentIsReadWithoutItsLineBreak() {
    assertThat(files.read("memory.max")).isEqualTo("max");
    assertThat(files.readIfPresent("memory.min")).isEmpty();
    assertThat(files.has("memory.min")).isFalse();
  }

  @Test
  void aFileThatTheKernelLacksIsNeverMade() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> files.write("memory.nonsense", "1"))
        .withMessageContaining("write '1' to memory.nonsense of unified:/cooperage/ct: ENOENT");
    assertThat(mount.resolve("cooperage/ct/memory.nonsense")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../memory.max", "/etc/passwd", ".hidden", "a/b"})
  void onlyFilesOfTheGroupItselfCanBeNamed(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> files.read(name));
  }

  @Test
  void theGroupsAboveAndBelowAreReachedUpToTheRoot() throws IOException {
    Files.createDirectories(mount.resolve("cooperage/ct/ns"));

    assertThat(files.below())
        .singleElement()
        .satisfies(g -> assertThat(g.describe()).isEqualTo("unified:/cooperage/ct/ns"));
    Files.createDirectories(mount.resolve("cooperage/ct/other"));
    assertThat(files.below(1)).hasSize(1);
    assertThat(files.below(9)).hasSize(2);
    CgroupDirectory root = files.above().orElseThrow().above().orElseThrow();
    assertThat(root.describe()).isEqualTo("unified:/");
    assertThat(root.above()).isEmpty();
  }
}
