package io.cooperage.storage.ploop.template;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.tool.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of template images: {@code DIGEST.erofs}; {@code NAME.json} for the newest of a name,
 * {@code DIGEST.json} for an older one that CTs may still use. Any thread may call.
 */
public final class TemplateShelf {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateShelf.class);
  private static final String FORMAT = "erofs";
  private static final String JSON = ".json";
  private static final String UNFINISHED = ".unfinished";
  private static final int LARGEST_TEXT = 1 << 20;

  private final Path folder;
  private final WorkInProgress work;

  /**
   * Prepares.
   *
   * @param work where it is told what is being packed
   */
  public TemplateShelf(Path folder, WorkInProgress work) {
    this.folder = folder;
    this.work = work;
  }

  /** Whether a name is that of a descriptor. */
  public static boolean isText(Path entry) {
    return name(entry).endsWith(JSON) && !name(entry).startsWith(".");
  }

  /** Whether a name is that of an image. */
  public static boolean isImage(Path entry) {
    return name(entry).matches("[0-9a-f]{64}\\." + FORMAT);
  }

  /** The digest in the name of an image. */
  public static String digestOf(Path image) {
    return name(image).substring(0, name(image).length() - FORMAT.length() - 1);
  }

  /** Whether a name is that of an image while it is packed. */
  public static boolean isUnfinished(Path entry) {
    return name(entry).endsWith(UNFINISHED);
  }

  /** Whether a name is that of a descriptor while it is written. */
  public static boolean isTemporary(Path entry) {
    return name(entry).startsWith(".") && name(entry).endsWith(".tmp");
  }

  /** Where an image lies. */
  public Path image(String digest) {
    return folder.resolve(digest + "." + FORMAT);
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }

  /**
   * Packs a tree. Times, ids, modes, links and attributes of its files are kept; nothing is
   * compressed, so that all CTs read it from one page cache as it is.
   */
  public TemplateImage pack(Path tree, TemplateDescriptor descriptor, ProgressSink progress) {
    if (!descriptor.name().matches("[a-z][a-z0-9.-]{0,62}")) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "'" + descriptor.name() + "' is no template name");
    }
    Path unfinished = folder.resolve(UUID.randomUUID() + UNFINISHED);
    return work.during(unfinished, () -> pack(unfinished, tree, descriptor, progress));
  }

  private TemplateImage pack(
      Path unfinished, Path tree, TemplateDescriptor descriptor, ProgressSink progress) {
    try {
      progress.progress(-1, "packing template " + descriptor.name());
      Tools.MKFS_EROFS.run(progress::checkCancelled, unfinished.toString(), tree.toString());
      progress.progress(-1, "computing the digest");
      String digest = digest(unfinished, progress);
      sync(unfinished);
      Path file = image(digest);
      return work.during(file, () -> publish(unfinished, file, digest, descriptor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deleteIfPresent(unfinished);
    }
  }

  // It is an image without a descriptor for a moment.
  private TemplateImage publish(
      Path unfinished, Path file, String digest, TemplateDescriptor descriptor) {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      TemplateImage image =
          new TemplateImage(descriptor, digest, file, FORMAT, Files.size(file), now);
      publish(image);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All images, by name, the newest of a name first; broken descriptors are logged and left out.
   */
  public synchronized List<TemplateImage> list() {
    List<TemplateImage> images = new ArrayList<>();
    for (Path text : texts()) {
      described(text).filter(i -> Files.isRegularFile(i.file())).ifPresent(images::add);
    }
    images.sort(
        Comparator.comparing((TemplateImage i) -> i.descriptor().name())
            .thenComparing(TemplateImage::builtAt, Comparator.reverseOrder()));
    return images;
  }

  /** What a descriptor says, whether its image is there or not; empty if it is gone or broken. */
  public Optional<TemplateImage> described(Path text) {
    try (OwnedFd file = RegularFile.open(text)) {
      return Optional.of(TemplateText.read(FileCalls.readAll(file, LARGEST_TEXT), folder));
    } catch (IllegalArgumentException | MalformedImageException e) {
      LOG.warn("template descriptor {} is bad: {}", text, e.getMessage());
      return Optional.empty();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Deletes an image and its descriptor; idempotent. */
  public synchronized void delete(TemplateImage image) {
    for (Path text : List.of(named(image), numbered(image))) {
      if (describes(text, image)) {
        deleteIfPresent(text);
      }
    }
    deleteIfPresent(image(image.digest()));
    DiskFolder.sync(folder);
  }

  /** Removes what interrupted packing left. */
  public synchronized void sweep() {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(f -> f.toString().endsWith(UNFINISHED)).forEach(TemplateShelf::deleteIfPresent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void publish(TemplateImage image) {
    for (TemplateImage older : list()) {
      boolean replaced = older.descriptor().name().equals(image.descriptor().name());
      if (replaced && !older.digest().equals(image.digest())) {
        AtomicFile.write(numbered(older), TemplateText.write(older), 0600);
      }
    }
    AtomicFile.write(named(image), TemplateText.write(image), 0600);
  }

  private boolean describes(Path text, TemplateImage image) {
    return described(text).filter(i -> i.digest().equals(image.digest())).isPresent();
  }

  private Path named(TemplateImage image) {
    return folder.resolve(image.descriptor().name() + JSON);
  }

  private Path numbered(TemplateImage image) {
    return folder.resolve(image.digest() + JSON);
  }

  private List<Path> texts() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(TemplateShelf::isText).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Path file, ProgressSink progress) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
        progress.checkCancelled();
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sync(Path file) {
    try (OwnedFd fd = OpenCalls.open(file, OpenFlag.READ_WRITE)) {
      FileCalls.sync(fd);
    }
  }

  private static void deleteIfPresent(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
