package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import io.cooperage.core.text.TabLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger on disk: a line {@code boot ID}, then one change a line with tabs between its five
 * fields, see {@link TabLine}.
 */
final class LedgerFile {
  private static final int FIELDS = 5;
  private static final String BOOT = "boot ";

  private final Path file;

  LedgerFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** What it holds; sysctls of an earlier boot are left out, for the kernel has forgotten them. */
  List<HostChange> read(String bootId) {
    if (!Files.exists(file)) {
      return new ArrayList<>();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      boolean sameBoot = !lines.isEmpty() && lines.get(0).equals(BOOT + bootId);
      return lines.stream()
          .skip(1)
          .map(this::parse)
          .filter(c -> sameBoot || !c.kind().equals(FileHostLedger.SYSCTL))
          .collect(Collectors.toCollection(ArrayList::new));
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  void write(String bootId, List<HostChange> changes) {
    StringBuilder text = new StringBuilder(BOOT).append(bootId).append('\n');
    for (HostChange c : changes) {
      text.append(TabLine.of(List.of(c.kind(), c.key(), c.before(), c.after(), c.reason())))
          .append('\n');
    }
    try {
      DurableFile.write(file, text.toString());
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private HostChange parse(String line) {
    List<String> f = TabLine.fields(line);
    if (f.size() != FIELDS) {
      throw new ContainerException(
          ErrorCode.INTERNAL, file + " has a line with " + f.size() + " fields");
    }
    return new HostChange(f.get(0), f.get(1), f.get(2), f.get(3), f.get(4));
  }

  private ContainerException failure(String verb, IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "cannot " + verb + " " + file + ": " + e, "", e);
  }
}
