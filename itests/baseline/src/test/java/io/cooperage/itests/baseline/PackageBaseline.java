package io.cooperage.itests.baseline;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Holds the versions of a bundle's exported packages against those of the release before. */
final class PackageBaseline {
  /**
   * Packages whose version does not tell what changed, as "p 1.0.0 must be at least 2.0.0".
   *
   * @param newer jar or folder of classes with a manifest
   * @param older jar of the release before
   */
  List<String> complaints(Path newer, Path older) throws IOException {
    try (Processor processor = new Processor();
        Jar now = new Jar(newer.toFile());
        Jar before = new Jar(older.toFile())) {
      Baseline baseline = new Baseline(processor, new DiffPluginImpl());
      return baseline.baseline(now, before, new Instructions("*")).stream()
          .filter(info -> info.mismatch)
          .map(
              info ->
                  "%s %s must be at least %s"
                      .formatted(info.packageName, info.newerVersion, info.suggestedVersion))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("bnd cannot compare " + newer + " with " + older, e);
    }
  }
}
