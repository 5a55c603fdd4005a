package io.cooperage.core.lifecycle.step;

import io.cooperage.api.disk.ExportOptions;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.job.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done with disks, as lists of steps and the values that they begin with. */
public final class DiskRecipes {
  private static final int CONVERTING = 3;

  private final Recipe check;
  private final Recipe compact;
  private final Recipe exporting;
  private final Recipe convert;

  /** Recipes over these parts. */
  public DiskRecipes(EngineParts parts) {
    check =
        Recipe.undoable("check", true, List.of(new RequireStopped(parts), new CheckDisk(parts)))
            .finishedFrom(1);
    compact =
        Recipe.undoable("compact", true, List.of(new RequireWhole(parts), new CompactDisk(parts)))
            .finishedFrom(1);
    convert =
        Recipe.undoable(
                "convert",
                true,
                List.of(
                    new RequireStopped(parts),
                    new RequireUnviewed(parts),
                    new RequireNoSnapshots(parts),
                    new ConvertDisk(parts)))
            .finishedFrom(CONVERTING);
    exporting =
        Recipe.undoable("export", true, List.of(new RequireWhole(parts), new ExportDisk(parts)));
  }

  public Recipe check() {
    return check;
  }

  public Recipe compact() {
    return compact;
  }

  public Recipe convert() {
    return convert;
  }

  /** The values that a conversion begins with. */
  public static Map<String, String> convertValues(Proposal proposal) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    proposal
        .changed()
        .forEach(name -> texts.put(name, proposal.after().getOrDefault(name, List.of())));
    return Map.of(ConvertDisk.CHANGED, TextMap.encode(texts));
  }

  public Recipe exporting() {
    return exporting;
  }

  /** The values that an export begins with. */
  public static Map<String, String> exportValues(ExportOptions options) {
    return Map.of(
        ExportDisk.FILE,
        options.file().toString(),
        ExportDisk.FORMAT,
        options.format(),
        ExportDisk.SNAPSHOT,
        options.snapshot().map(Object::toString).orElse(""));
  }

  /** The values that an import begins with. */
  public static Map<String, String> importValues(Path source, String format) {
    return Map.of(ImportVolume.SOURCE, source.toString(), ImportVolume.FORMAT, format);
  }

  /** The values that a check begins with. */
  public static Map<String, String> checkValues(boolean repair) {
    return Map.of(CheckDisk.REPAIR, repair ? "yes" : "no");
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return List.of(check, compact, convert, exporting).stream()
        .filter(r -> r.action().equals(action))
        .findFirst();
  }
}
