package io.cooperage.api.disk;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work on the disks of CTs. Safe for any thread. Bad input is refused before a job is made; a CT
 * that a job holds answers BUSY. Every method throws {@link
 * io.cooperage.api.error.ContainerException}: NO_SUCH_CONTAINER, UNSUPPORTED where the CT's storage
 * cannot do it.
 */
@ProviderType
public interface DiskService {
  /**
   * Checks the disk of a stopped CT with all of its snapshots: the images, and the file systems in
   * them. That something is wrong is no failure of the job.
   *
   * @param repair whether what needs no guess is repaired, and after that the file systems as their
   *     own programs do it
   * @throws io.cooperage.api.error.ContainerException RUNNING, MOUNTED: a disk in use cannot be
   *     checked
   */
  Job<DiskCheck> check(ContainerRef ref, boolean repair);

  /**
   * Gives back to the pool what the file system of a CT, stopped or running, does not use. Its
   * image is laid out anew if it lies scattered.
   */
  Job<Compaction> compact(ContainerRef ref);

  /**
   * Writes the disk of a stopped CT, or a snapshot of any, to a new file of the host.
   *
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE for a format that is none, or a
   *     file that exists; RUNNING, NO_SPACE
   */
  Job<Exported> exportTo(ContainerRef ref, ExportOptions options);

  /**
   * Makes a stopped CT from an image that holds a whole root, or with the layout "ploop-overlay"
   * what a CT changed over its template. Its size and file system are those of the image, unless
   * more is asked for.
   *
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE for an image that breaks its format
   *     or that no CT could run from, naming file, rule and remedy; what {@link
   *     io.cooperage.api.container.ContainerService#create} throws
   */
  Job<Container> importFrom(ImportRequest request);

  /**
   * Makes the disk of a stopped CT without snapshots anew with the same files, as some of the
   * storage's parameters ask, also those that are fixed at creation.
   *
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE for what is no property of a disk;
   *     UNSUPPORTED for a way that there is not; RUNNING, MOUNTED, IN_USE, NO_SPACE
   */
  Job<Container> convert(ContainerRef ref, List<RawSetting> settings);

  /**
   * Mounts the file system in an image of the host read-only, where it is. One that is mounted so
   * already is told again.
   *
   * @param file its absolute path; it is not changed
   * @param format a word of the storage's; empty for what the file looks like
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE for an image that breaks its
   *     format; UNSUPPORTED with what the host lacks to attach it; IN_USE
   */
  ImageView mountImage(Path file, String format);

  /**
   * Unmounts it.
   *
   * @throws io.cooperage.api.error.ContainerException NOT_MOUNTED; IN_USE while somebody works in
   *     its folder
   */
  void unmountImage(Path file);

  /** What the last check of a CT found; empty if this daemon made none. */
  Optional<DiskCheck> checked(ContainerRef ref);
}
