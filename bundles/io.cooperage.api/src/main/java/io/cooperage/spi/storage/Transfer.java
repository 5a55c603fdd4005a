package io.cooperage.spi.storage;

import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.ProgressSink;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Ways in and out for volumes: an optional service of the same kind as a {@link StorageProvider}.
 * Calls for one volume come one at a time, with the provider's own calls for it. What is imported
 * is hostile: whatever breaks its format is told as BAD_VALUE that names the file, the rule and
 * what to do.
 */
@ConsumerType
public interface Transfer {
  /** That of the storage provider. */
  String kind();

  /**
   * Writes the content of a volume that is not in use, or of a snapshot, to a new file. The file
   * gets its name when it is complete and durable.
   *
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE for a format that is none, or a
   *     file that exists; IN_USE, NO_SUCH_SNAPSHOT, NO_SPACE
   */
  Exported exportTo(Volume volume, ExportOptions options, ProgressSink progress);

  /** Removes what an interrupted export left beside its file; idempotent. */
  void abandon(ExportOptions options);

  /**
   * Looks at an image that is to be imported.
   *
   * @param format a word of the provider's; empty for what it looks like
   */
  SourceImage inspect(Path source, String format);

  /**
   * Makes a disk with the content of an image; as {@link StorageProvider#create} otherwise. What
   * the request asks for beyond the image's own size is added.
   *
   * @param format as {@link #inspect} answered it
   */
  Volume importFrom(VolumeRequest request, Path source, String format, ProgressSink progress);

  /**
   * Makes the disk of a volume that is not in use anew with the same files, as the values ask. The
   * old one stays whole until the new one is ready; after a crash the same call comes again.
   * Answers the volume as it shall be stored.
   *
   * @param request names the template below it
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED for a way that there is not
   */
  default Volume convert(
      Volume volume, ParameterValues total, MountRequest request, ProgressSink progress) {
    throw unable("make a disk anew");
  }

  /**
   * Mounts the file system in an image of the host read-only at a folder, without importing it. The
   * mount outlives the daemon.
   *
   * @param format as of {@link #inspect}
   * @param folder empty, where nothing is mounted
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED if the host has nothing that can
   *     serve the image to the kernel; IN_USE while somebody writes to it
   */
  default ImageView mountImage(Path source, String format, Path folder) {
    throw unable("mount images");
  }

  /**
   * Unmounts a folder of {@link #mountImage}; idempotent.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE while somebody works in it
   */
  default void unmountImage(Path folder) {
    throw unable("mount images");
  }

  private ContainerException unable(String what) {
    return new ContainerException(
        ErrorCode.UNSUPPORTED, "the storage '" + kind() + "' cannot " + what, "");
  }
}
