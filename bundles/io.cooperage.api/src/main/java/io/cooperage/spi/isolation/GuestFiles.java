package io.cooperage.spi.isolation;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Files inside a CT's root, reached by openat2 with RESOLVE_IN_ROOT: whatever the CT's owner made
 * of the path, nothing outside the root is touched. There is no host path to it. Files that are
 * written belong to the CT's root. Closing gives up the root's descriptor. Errors are {@link
 * io.cooperage.api.error.ContainerException}s with the guest's path.
 */
@ProviderType
public interface GuestFiles extends AutoCloseable {
  boolean exists(String guestPath);

  /**
   * A regular file's content; empty if there is none, also where a symbolic link leads to itself.
   * Refuses more than {@code limit} bytes, devices and pipes.
   */
  Optional<byte[]> read(String guestPath, int limit);

  /**
   * Replaces a regular file through a temporary name and rename; a symbolic link at that name is
   * replaced, not followed.
   */
  void replace(String guestPath, byte[] content, int mode);

  /** As {@link #replace}, with an owner inside the CT. */
  void replace(String guestPath, byte[] content, int mode, int uid, int gid);

  /** Makes a folder and those above it, owned by the CT's root; no error if it is there. */
  void makeFolder(String guestPath, int mode);

  /** Removes a file or symbolic link; no error if there is none. */
  void remove(String guestPath);

  /** Names in a folder, at most {@code limit}; empty if there is no such folder. */
  List<String> list(String guestPath, int limit);

  /**
   * Runs work that changes several of these files, on this or another thread; cheaper than each
   * change alone.
   */
  default void together(Runnable changes) {
    changes.run();
  }

  /** Opens a regular file to read. */
  java.io.InputStream open(String guestPath);

  /** Writes a regular file from a stream through a temporary name and rename. */
  void replace(String guestPath, java.io.InputStream content, int mode);

  @Override
  void close();
}
