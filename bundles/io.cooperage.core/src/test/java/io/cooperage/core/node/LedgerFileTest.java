package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.node.HostChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadAgain() {
    LedgerFile file = new LedgerFile(folder.resolve("changes"));
    assertThat(file.read("boot")).isEmpty();
    List<HostChange> changes =
        List.of(
            new HostChange("sysctl", "a.b", "0", "1", "why"),
            new HostChange("x", "", "", "", "tab\there"));
    file.write("boot", changes);
    assertThat(file.read("boot")).isEqualTo(changes);
    assertThat(file.read("next")).containsExactly(changes.get(1));
  }

  @Test
  void aDamagedLedgerIsNamedAndNotGuessedAt() throws IOException {
    Path path = folder.resolve("changes");
    Files.writeString(path, "boot x\nsysctl\ta.b\n");
    assertThatThrownBy(() -> new LedgerFile(path).read("x"))
        .hasMessage(path + " has a line with 2 fields");
  }
}
