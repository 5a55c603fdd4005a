package io.cooperage.controller.quota;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * How the running kernel was built. It lists its quota formats nowhere else, and trying them takes
 * a whole file system.
 */
record KernelConfig(List<Path> places) {
  /** Where kernels and distributions put it. */
  static KernelConfig ofHost() {
    String release = System.getProperty("os.version", "");
    return new KernelConfig(
        List.of(Path.of("/proc/config.gz"), Path.of("/boot/config-" + release)));
  }

  /** The values of some options; those that are not set, or not known, are missing. */
  Map<String, String> values(Set<String> options) {
    return places.stream()
        .filter(Files::isReadable)
        .findFirst()
        .map(place -> read(place, options))
        .orElse(Map.of());
  }

  private static Map<String, String> read(Path place, Set<String> options) {
    try (InputStream raw = Files.newInputStream(place);
        InputStream plain = place.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return read(plain, options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + place, e);
    }
  }

  /** Whether the configuration can be read at all. */
  boolean known() {
    return places.stream().anyMatch(Files::isReadable);
  }

  private static Map<String, String> read(InputStream plain, Set<String> options)
      throws IOException {
    Map<String, String> found = new HashMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII));
    String line = lines.readLine();
    while (line != null) {
      int equals = line.indexOf('=');
      if (equals > 0 && options.contains(line.substring(0, equals))) {
        found.put(line.substring(0, equals), line.substring(equals + 1));
      }
      line = lines.readLine();
    }
    return Map.copyOf(found);
  }
}
