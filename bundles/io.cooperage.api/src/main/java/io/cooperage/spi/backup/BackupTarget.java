package io.cooperage.spi.backup;

import io.cooperage.api.container.ContainerId;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps backups at places of one sort: folders of the host, a store of objects ... Calls for one CT
 * come one at a time, others in parallel. Every method throws {@link
 * io.cooperage.api.error.ContainerException} if the place cannot be reached.
 */
@ConsumerType
public interface BackupTarget {
  /** The word before the colon of a location: "file" of "file:/srv/backup". */
  String kind();

  /**
   * Makes sure that a place can be used, and makes it if that is its way.
   *
   * @param place what follows the colon
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE if there can be no such place
   */
  void prepare(String place);

  /** The CTs that have backups at a place; none if the place is not there. */
  List<ContainerId> containers(String place);

  /**
   * The backups of a CT, those that were begun and not finished included; one that cannot be looked
   * into is told of or is an error, and never passed over.
   */
  List<UUID> backups(String place, ContainerId container);

  /** The files of a backup, there already or to be written. */
  BackupFiles files(String place, ContainerId container, UUID backup);

  /**
   * Deletes a backup, its manifest first; idempotent. That the place itself is not there is an
   * error: the backup may come back with it.
   */
  void delete(String place, ContainerId container, UUID backup);
}
