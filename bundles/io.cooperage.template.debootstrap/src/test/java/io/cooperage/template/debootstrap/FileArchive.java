package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An archive on disk that has release files and nothing else. */
record FileArchive(Path folder) {
  FileArchive with(String suite, String origin) throws IOException {
    Path release = folder.resolve("dists").resolve(suite).resolve("InRelease");
    Files.createDirectories(release.getParent());
    Files.writeString(release, "Origin: " + origin + "\nCodename: " + suite + "\n");
    return this;
  }

  AptSource source(String... suites) {
    return new AptSource("file:" + folder, List.of(suites), List.of("main"));
  }
}
