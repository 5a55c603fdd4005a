package io.cooperage.store.file;

import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was being written of journals when a daemon died. A job's name comes only once, so
 * that nobody else would ever replace it; beside a CT it would keep the CT's folder for ever.
 */
final class CutWrites {
  private static final Logger LOG = LoggerFactory.getLogger(CutWrites.class);

  private CutWrites() {}

  /** Sweeps the journals beside all CTs and those in folders of jobs; nobody may be writing. */
  static void sweep(Path pool, Path... jobFolders) {
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(pool, EmptyHomes::isHome)) {
      homes.forEach(home -> sweep(home.resolve(JournalFiles.FOLDER)));
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot look for cut journals in {}: {}", pool, e.toString());
    }
    for (Path folder : jobFolders) {
      sweep(folder);
    }
  }

  // What fails for one must not keep the store from opening.
  private static void sweep(Path journals) {
    if (!Files.isDirectory(journals, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (RecordFolder folder = RecordFolder.fleeting(journals)) {
      folder.removeTemporary();
    } catch (LinuxException e) {
      LOG.warn("Cannot look for cut journals in {}: {}", journals, e.toString());
    }
  }
}
