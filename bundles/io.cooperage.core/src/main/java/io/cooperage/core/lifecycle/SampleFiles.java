package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Sample;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.catalog.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sample configurations: files {@code NAME.conf} with lines {@code KEY="value"} as OpenVZ has them,
 * or {@code key=value}. They are read, never run. A key may come several times.
 */
final class SampleFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SampleFiles.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)=(?:\"([^\"]*)\"|([^\"#]*))\\s*(?:#.*)?");
  private static final String SUFFIX = ".conf";

  private final Path folder;

  SampleFiles(Path folder) {
    this.folder = folder;
  }

  /** One setting of a sample, and where it stands. */
  record Line(String place, RawSetting setting) {}

  /**
   * The settings of a sample; none for the empty name.
   *
   * @throws ContainerException BAD_VALUE naming file, line and key of everything that is no setting
   */
  List<Line> read(String name) {
    if (name.isEmpty()) {
      return List.of();
    }
    Path file = folder.resolve(name + SUFFIX);
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw absent(name);
    }
    return parse(file);
  }

  private static List<Line> parse(Path file) {
    List<Line> settings = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      String place = file + " line " + (i + 1);
      Matcher m = LINE.matcher(text);
      if (m.matches()) {
        String value = m.group(2) == null ? m.group(3).strip() : m.group(2);
        settings.add(new Line(place, RawSetting.set(m.group(1).toLowerCase(Locale.ROOT), value)));
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        problems.add(Problem.of(place, text, "is not KEY=\"value\""));
      }
    }
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
    return settings;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot read " + file + ": " + e, "", e);
    }
  }

  /** Every sample that can be read. */
  List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (String name : names()) {
      try {
        samples.add(describe(name));
      } catch (ContainerException e) {
        LOG.warn("Sample {} is left out: {}", name, e.getMessage());
      }
    }
    return samples;
  }

  private Sample describe(String name) {
    Path file = folder.resolve(name + SUFFIX);
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (Line line : parse(file)) {
      settings
          .computeIfAbsent(line.setting().name(), n -> new ArrayList<>())
          .add(line.setting().text());
    }
    String description =
        lines(file).stream()
            .map(String::strip)
            .filter(l -> l.startsWith("#"))
            .findFirst()
            .map(l -> l.substring(1).strip())
            .orElse("");
    return new Sample(name, description, file.toString(), settings);
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
