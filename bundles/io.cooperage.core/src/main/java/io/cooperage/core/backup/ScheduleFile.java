package io.cooperage.core.backup;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.node.DurableFile;
import io.cooperage.core.text.TabLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The schedules on disk: a version, then one a line, see {@link TabLine}. Version 1 had no result.
 */
public record ScheduleFile(Path file) {
  private static final String FIRST_VERSION = "backup-schedules 1";
  private static final String VERSION = "backup-schedules 2";
  private static final int FIELDS = 13;

  /** All that it holds; none if it is not there. */
  public List<BackupSchedule> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      boolean first = !lines.isEmpty() && lines.get(0).equals(FIRST_VERSION);
      if (!first && (lines.isEmpty() || !lines.get(0).equals(VERSION))) {
        throw broken("is of another version");
      }
      List<BackupSchedule> all = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> fields = TabLine.fields(line);
        all.add(parse(first ? withResult(fields) : fields));
      }
      return all;
    } catch (IOException e) {
      throw failure("read", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw broken("has a bad line: " + e.getMessage());
    }
  }

  private static List<String> withResult(List<String> fields) {
    boolean none = fields.size() != FIELDS - 1 || fields.get(10).isEmpty();
    Result ran = fields.get(fields.size() - 1).isEmpty() ? Result.MADE : Result.FAILED;
    List<String> more = new ArrayList<>(fields);
    more.add((none ? Result.NONE : ran).name());
    return more;
  }

  private BackupSchedule parse(List<String> f) {
    if (f.size() != FIELDS) {
      throw broken("has a line with " + f.size() + " fields");
    }
    Retention retention =
        new Retention(
            Integer.parseInt(f.get(5)),
            Integer.parseInt(f.get(6)),
            Integer.parseInt(f.get(7)),
            Integer.parseInt(f.get(8)),
            Integer.parseInt(f.get(9)));
    return new BackupSchedule(
        ContainerId.parse(f.get(0)),
        f.get(1),
        f.get(2),
        Duration.parse(f.get(3)),
        Integer.parseInt(f.get(4)),
        retention,
        Optional.of(f.get(10)).filter(t -> !t.isEmpty()).map(Instant::parse),
        Result.valueOf(f.get(12)),
        f.get(11));
  }

  /** Replaces them; durable when this returns. */
  public void write(List<BackupSchedule> all) {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (BackupSchedule s : all) {
      Retention r = s.retention();
      List<String> fields = new ArrayList<>();
      fields.addAll(List.of(s.container().toString(), s.ctid(), s.location()));
      fields.addAll(List.of(s.every().toString(), Integer.toString(s.chain())));
      for (int kept : new int[] {r.last(), r.hourly(), r.daily(), r.weekly(), r.monthly()}) {
        fields.add(Integer.toString(kept));
      }
      fields.addAll(List.of(s.lastRun().map(Instant::toString).orElse(""), s.problem()));
      fields.add(s.result().name());
      text.append(TabLine.of(fields)).append('\n');
    }
    try {
      DurableFile.write(file, text.toString());
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private ContainerException broken(String what) {
    return new ContainerException(
        ErrorCode.INTERNAL, file + " " + what, "Move it away and set the schedules again.");
  }

  private ContainerException failure(String verb, IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "cannot " + verb + " " + file + ": " + e, "", e);
  }
}
