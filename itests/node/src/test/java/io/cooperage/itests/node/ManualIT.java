package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of the manual works, in the order of its page. */
@ExtendWith(NodeExtension.class)
class ManualIT {
  private static final Path MANUAL = Path.of("../../docs/manual");
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int SOMETHING_MISSING = 5;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup.md",
        "disks.md",
        "firewall.md",
        "first-container.md",
        "hostile.md",
        "install.md",
        "isolation.md",
        "limits.md",
        "nesting.md",
        "network.md",
        "scripting.md",
        "snapshots.md",
        "storage.md",
        "templates.md",
        "troubleshooting.md"
      })
  void everyCommandWorks(String page, TestNode node) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "notes\n");
    Files.writeString(folder.resolve("setup.sh"), "#!/bin/sh\necho set up\n");
    node.ct("create", "101", "--template", "busybox", "--ipadd", "10.77.0.201").orFail();
    node.ct("start", "101").orFail();
    ManualPage manual = ManualPage.read(MANUAL.resolve(page));
    List<String> commands = NodeExtension.full() ? manual.full() : manual.brief();
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      CtResult result = node.shell(folder, LIMIT, command);
      boolean told = command.equals("ct node doctor") && result.exitCode() == SOMETHING_MISSING;
      if (!told) {
        result.orFail();
      }
    }
  }
}
