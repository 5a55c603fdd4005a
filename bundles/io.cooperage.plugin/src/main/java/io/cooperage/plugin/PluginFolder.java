package io.cooperage.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Where plug-ins are kept: {@code NAME/plugin.kar}, and {@code NAME/unpacked/} made from it. A
 * folder is put in place by one rename, so that it is whole or absent.
 */
record PluginFolder(Path folder) {
  private static final String ARCHIVE = "plugin.kar";
  private static final String UNPACKED = "unpacked";
  private static final String FEATURES = "features.xml";

  /** A private copy of an archive that nobody else can change. */
  Path stage(InputStream archive, long limit) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path staging = Files.createTempDirectory(folder, ".staging-");
    try (InputStream bounded = new BoundedInput(archive, limit)) {
      Files.copy(bounded, staging.resolve(ARCHIVE));
      return staging;
    } catch (IOException | RuntimeException e) {
      discard(staging);
      throw e;
    }
  }

  static Path archive(Path plugin) {
    return plugin.resolve(ARCHIVE);
  }

  /**
   * Unpacks a checked archive beside itself and writes the features file with locations of the
   * final place.
   */
  void unpack(Path staging, PluginContents contents) throws IOException {
    Path target = staging.resolve(UNPACKED);
    try (JarFile jar = new JarFile(archive(staging).toFile())) {
      for (BundleEntry bundle : contents.bundles()) {
        Path file = inside(target, bundle);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(jar, bundle.path()));
      }
      writeFeatures(target, jar, contents);
    }
  }

  private void writeFeatures(Path target, JarFile jar, PluginContents contents) throws IOException {
    Path home = home(contents.name()).resolve(UNPACKED);
    String features =
        FeatureDocument.parse(bytes(jar, contents.featuresPath()))
            .relocated(
                location ->
                    home.resolve(MavenLocation.entry(location).orElseThrow()).toUri().toString());
    Path file = target.resolve(FEATURES);
    // Whatever lies there is replaced, not written to.
    Files.deleteIfExists(file);
    Files.writeString(file, features);
  }

  private static Path inside(Path target, BundleEntry bundle) throws IOException {
    Path file = target.resolve(bundle.path()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException(bundle.path() + " leaves the archive");
    }
    return file;
  }

  /**
   * Compares the bundles that a plug-in in place runs from with its checked archive; answers the
   * first that is missing or another.
   */
  Optional<String> changed(PluginContents contents) throws IOException {
    Path home = home(contents.name());
    try (JarFile jar = new JarFile(archive(home).toFile())) {
      for (BundleEntry bundle : contents.bundles()) {
        if (!same(inside(home.resolve(UNPACKED), bundle), bytes(jar, bundle.path()))) {
          return Optional.of(bundle.path());
        }
      }
      return Optional.empty();
    }
  }

  /** Makes the features file of a plug-in in place from its archive again. */
  void refresh(PluginContents contents) throws IOException {
    Path home = home(contents.name());
    try (JarFile jar = new JarFile(archive(home).toFile())) {
      writeFeatures(home.resolve(UNPACKED), jar, contents);
    }
  }

  private static boolean same(Path file, byte[] wanted) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == wanted.length
        && Arrays.equals(Files.readAllBytes(file), wanted);
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readNBytes((int) ArchiveCheck.MOST_BYTES);
    }
  }

  Path home(String name) {
    return folder.resolve(name);
  }

  /** The features file of a plug-in in its final place. */
  Path features(String name) {
    return home(name).resolve(UNPACKED).resolve(FEATURES);
  }

  /**
   * Puts a staged plug-in in place; answers where the one before it went, to be put back or
   * discarded.
   */
  Path place(Path staging, String name) throws IOException {
    Path previous = folder.resolve(".previous-" + name);
    discard(previous);
    if (Files.exists(home(name))) {
      Files.move(home(name), previous, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging, home(name), StandardCopyOption.ATOMIC_MOVE);
    return previous;
  }

  /** Undoes {@link #place}. */
  void restore(Path previous, String name) throws IOException {
    discard(home(name));
    if (Files.exists(previous)) {
      Files.move(previous, home(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Names of the plug-ins in place; an update that a crash cut short is put back, leftovers are
   * removed.
   */
  List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (!name.startsWith(".") && Files.exists(archive(child))) {
          names.add(name);
        }
      }
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** Finishes what a crash left half done. */
  void recover() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> hidden = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, ".*")) {
      children.forEach(hidden::add);
    }
    for (Path child : hidden) {
      String name = child.getFileName().toString();
      String plugin = name.startsWith(".previous-") ? name.substring(".previous-".length()) : "";
      if (!plugin.isEmpty() && !Files.exists(home(plugin))) {
        Files.move(child, home(plugin), StandardCopyOption.ATOMIC_MOVE);
      } else {
        discard(child);
      }
    }
  }

  /** Removes a folder of ours with all that is in it; no error if there is none. */
  static void discard(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(path)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
