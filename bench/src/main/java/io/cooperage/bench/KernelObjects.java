package io.cooperage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the kernel's own objects take, by kind, in KiB: {@code /proc/slabinfo}, which the kernel may
 * lack.
 */
record KernelObjects(Map<String, Double> kibibytes) {
  private static final Path FILE = Path.of("/proc/slabinfo");
  private static final int HEADER = 2;
  private static final int SHOWN = 8;

  static KernelObjects now() throws IOException {
    return Files.exists(FILE) ? parse(Files.readAllLines(FILE)) : new KernelObjects(Map.of());
  }

  /** Objects in use and their size are the second and the fourth word of a line. */
  static KernelObjects parse(List<String> lines) {
    Map<String, Double> all = new TreeMap<>();
    for (String line : lines.subList(Math.min(HEADER, lines.size()), lines.size())) {
      String[] words = line.split("\\s+", 5);
      all.put(words[0], Double.parseDouble(words[1]) * Double.parseDouble(words[3]) / 1024);
    }
    return new KernelObjects(all);
  }

  /** Each kind as it is in the middle of some looks. */
  static KernelObjects median(List<KernelObjects> looks) {
    Map<String, Samples> all = new TreeMap<>();
    for (KernelObjects look : looks) {
      look.kibibytes.forEach((kind, v) -> all.computeIfAbsent(kind, k -> new Samples()).add(v));
    }
    Map<String, Double> medians = new TreeMap<>();
    all.forEach((kind, samples) -> medians.put(kind, samples.median()));
    return new KernelObjects(medians);
  }

  /** The kinds of which there is most more than in another look, for each of so many CTs. */
  String mostBeyond(KernelObjects other, int count) {
    return kibibytes.entrySet().stream()
        .map(
            e ->
                Map.entry(e.getKey(), e.getValue() - other.kibibytes.getOrDefault(e.getKey(), 0.0)))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue() / count))
        .collect(Collectors.joining(", "));
  }
}
