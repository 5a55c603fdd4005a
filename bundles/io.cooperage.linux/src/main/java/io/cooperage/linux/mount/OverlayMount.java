package io.cooperage.linux.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.thread.CredentialThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An overlay over layers given as open directories, which may lie in detached, idmapped mounts
 * (kernel 6.15 or later). Layers are borrowed: the overlay holds what it needs itself.
 *
 * <p>An overlay keeps the credentials it was mounted with and uses them for every change to the
 * upper layer. Over an idmapped upper they must be those of the mapped root, or the overlay is
 * silently read-only; {@link #mountAs} sees to that.
 */
public final class OverlayMount {
  private final List<OwnedFd> lowers = new ArrayList<>();
  private final Map<String, String> options = new LinkedHashMap<>();
  private OwnedFd upper;
  private OwnedFd work;

  /** Adds a lower layer below those added before. */
  public OverlayMount lower(OwnedFd directory) {
    lowers.add(directory);
    return this;
  }

  /** Sets the writable layer and its work directory, which must be on the same mount. */
  public OverlayMount upper(OwnedFd directory, OwnedFd workDirectory) {
    upper = directory;
    work = workDirectory;
    return this;
  }

  /** Sets an option of the overlay, for example {@code xino} to {@code on}. */
  public OverlayMount option(String key, String value) {
    options.put(key, value);
    return this;
  }

  /**
   * Mounts with the given identity for file access, on a thread of its own.
   *
   * @param source what the mount table shows as the device
   * @param user the host user id that the layers' maps give to user 0
   * @param group likewise for group 0
   * @return a detached mount
   */
  public OwnedFd mountAs(String source, long user, long group) {
    return CredentialThread.call(user, group, () -> mount(source));
  }

  /** Mounts with the calling thread's identity and returns a detached mount. */
  public OwnedFd mount(String source) {
    try (FileSystemContext overlay = FileSystemContext.open("overlay")) {
      overlay.option("source", source);
      lowers.forEach(lower -> overlay.option("lowerdir+", lower));
      if (upper != null) {
        overlay.option("upperdir", upper).option("workdir", work);
      }
      options.forEach(overlay::option);
      return overlay.create().mount();
    }
  }
}
