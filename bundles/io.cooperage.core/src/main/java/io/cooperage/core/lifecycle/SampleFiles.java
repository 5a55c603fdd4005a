package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.catalog.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sample configurations: files {@code NAME.conf} with lines {@code KEY="value"} as OpenVZ has them,
 * or {@code key=value}. They are read, never run. A key may come several times.
 */
final class SampleFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)=(?:\"([^\"]*)\"|([^\"#]*))\\s*(?:#.*)?");
  private static final String SUFFIX = ".conf";

  private final Path folder;

  SampleFiles(Path folder) {
    this.folder = folder;
  }

  /** The settings of a sample; none for the empty name. */
  List<RawSetting> read(String name) {
    if (name.isEmpty()) {
      return List.of();
    }
    Path file = folder.resolve(name + SUFFIX);
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw absent(name);
    }
    try {
      return parse(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot read " + file + ": " + e, "", e);
    }
  }

  private static List<RawSetting> parse(Path file, List<String> lines) {
    List<RawSetting> settings = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String line : lines) {
      Matcher m = LINE.matcher(line.strip());
      if (m.matches()) {
        String value = m.group(2) == null ? m.group(3).strip() : m.group(2);
        settings.add(RawSetting.set(m.group(1).toLowerCase(Locale.ROOT), value));
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        problems.add(Problem.of(file.toString(), line, "is not KEY=\"value\""));
      }
    }
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
    return settings;
  }

  private ContainerException absent(String name) {
    List<String> names = names();
    String hint =
        NearestName.of(name, names)
            .map(n -> "Did you mean " + n + "?")
            .orElse("There are: " + (names.isEmpty() ? "none" : String.join(", ", names)) + ".");
    return new ContainerException(
        ErrorCode.BAD_VALUE, "there is no sample configuration '" + name + "'", hint);
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(SUFFIX))
          .map(f -> f.substring(0, f.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      // No folder, no samples.
      return List.of();
    }
  }
}
