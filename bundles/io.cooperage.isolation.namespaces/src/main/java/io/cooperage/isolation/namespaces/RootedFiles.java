package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.ResolveFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.IdMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Files below a root that a CT's owner may be changing at the same time. Every path is resolved by
 * the kernel inside it.
 */
final class RootedFiles implements GuestFiles {
  private static final Set<ResolveFlag> INSIDE =
      Set.of(ResolveFlag.IN_ROOT, ResolveFlag.NO_MAGIC_LINKS);

  /** The type of a procfs, see {@code linux/magic.h}. */
  private static final long PROC_MAGIC = 0x9fa0L;

  private final OwnedFd root;
  private final GuestIdentity identity;
  // The thread that has the CT's identity already.
  private volatile Thread acting;

  /** Takes ownership of the root's descriptor. */
  RootedFiles(OwnedFd root, IdMap map) {
    this.root = root;
    this.identity = new GuestIdentity(map);
  }

  @Override
  public boolean exists(String guestPath) {
    return find(guestPath, OpenFlag.PATH)
        .map(
            file -> {
              file.close();
              return true;
            })
        .orElse(false);
  }

  /** A link that leads nowhere is no file, so that what is written next takes its place. */
  @Override
  public Optional<byte[]> read(String guestPath, int limit) {
    Optional<OwnedFd> found;
    try {
      found = regular(guestPath);
    } catch (ContainerException e) {
      if (leadsNowhere(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return found.map(
        file -> {
          try (file) {
            return about(guestPath, () -> FileCalls.readAll(file, limit));
          }
        });
  }

  @Override
  public InputStream open(String guestPath) {
    OwnedFd file =
        regular(guestPath)
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.BAD_VALUE,
                        "there is no file '" + guestPath + "' in the container"));
    return new DescriptorInput(file);
  }

  /**
   * Opens a regular file to read; it is looked at before it is opened, since to open a device can
   * have effects.
   */
  private Optional<OwnedFd> regular(String guestPath) {
    return find(guestPath, OpenFlag.PATH)
        .map(
            found -> {
              try (found) {
                checkReadable(guestPath, found);
                return OpenCalls.open(found.path(), OpenFlag.READ_ONLY, OpenFlag.NON_BLOCKING);
              }
            });
  }

  /**
   * We read as the host's root. Without a look at whose file it is, a link to one of the kernel's
   * would lend the CT's owner that right: what is read may be written back into the CT.
   */
  private void checkReadable(String guestPath, OwnedFd found) {
    FileStatus status = StatusCalls.status(found);
    if (status.type() != FileType.REGULAR) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "'" + guestPath + "' in the container is no regular file");
    }
    boolean kernels = StatusCalls.fileSystem(found).magic() == PROC_MAGIC;
    if (!identity.trusted() && (kernels || !identity.owns(status.owner()))) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "'" + guestPath + "' in the container is not the container's own");
    }
  }

  @Override
  public void replace(String guestPath, byte[] content, int mode) {
    replace(guestPath, content, mode, 0, 0);
  }

  @Override
  public void replace(String guestPath, byte[] content, int mode, int uid, int gid) {
    replace(guestPath, new ByteArrayInputStream(content), mode, uid, gid);
  }

  @Override
  public void replace(String guestPath, InputStream content, int mode) {
    replace(guestPath, content, mode, 0, 0);
  }

  private void replace(String guestPath, InputStream content, int mode, int uid, int gid) {
    GuestPath path = GuestPath.of(guestPath);
    asGuest(
        () ->
            about(
                guestPath,
                () -> {
                  try (OwnedFd folder = folder(path.folder())) {
                    new Replacement(folder, identity).write(path.name(), content, mode, uid, gid);
                  }
                  return null;
                }));
  }

  @Override
  public void makeFolder(String guestPath, int mode) {
    String path = GuestPath.checked(guestPath);
    asGuest(
        () ->
            about(
                guestPath,
                () -> {
                  for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
                    makeOne(path.substring(0, end), mode);
                  }
                  makeOne(path, mode);
                  return null;
                }));
  }

  @Override
  public void together(Runnable changes) {
    identity.run(
        () -> {
          acting = Thread.currentThread();
          try {
            changes.run();
          } finally {
            acting = null;
          }
        });
  }

  private void asGuest(Runnable change) {
    if (Thread.currentThread().equals(acting)) {
      change.run();
    } else {
      identity.run(change);
    }
  }

  private void makeOne(String path, int mode) {
    Optional<OwnedFd> present = find(path, OpenFlag.PATH, OpenFlag.DIRECTORY);
    if (present.isPresent()) {
      present.get().close();
      return;
    }
    GuestPath missing = GuestPath.of(path);
    try (OwnedFd parent = folder(missing.folder())) {
      DirectoryCalls.makeDirectory(parent, missing.name(), mode);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  @Override
  public void remove(String guestPath) {
    GuestPath path = GuestPath.of(guestPath);
    Optional<OwnedFd> folder = find(path.folder(), OpenFlag.PATH, OpenFlag.DIRECTORY);
    if (folder.isEmpty()) {
      return;
    }
    try (OwnedFd parent = folder.get()) {
      DirectoryCalls.removeFile(parent, path.name());
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw failure(guestPath, e);
      }
    }
  }

  @Override
  public List<String> list(String guestPath, int limit) {
    Optional<OwnedFd> found = find(guestPath, OpenFlag.READ_ONLY, OpenFlag.DIRECTORY);
    if (found.isEmpty()) {
      return List.of();
    }
    try (OwnedFd folder = found.get()) {
      return about(
          guestPath,
          () ->
              DirectoryCalls.list(folder, limit).stream()
                  .map(DirectoryEntry::name)
                  .sorted()
                  .toList());
    }
  }

  private OwnedFd folder(String path) {
    return OpenCalls.openResolved(root, path, 0, INSIDE, OpenFlag.PATH, OpenFlag.DIRECTORY);
  }

  private Optional<OwnedFd> find(String guestPath, OpenFlag... flags) {
    try {
      return Optional.of(
          OpenCalls.openResolved(root, GuestPath.checked(guestPath), 0, INSIDE, flags));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw failure(guestPath, e);
    }
  }

  /** A link to itself, or to where only the kernel can follow. */
  private static boolean leadsNowhere(ContainerException e) {
    return e.getCause() instanceof LinuxException cause && cause.is(Errno.ELOOP);
  }

  private static <T> T about(String guestPath, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinuxException e) {
      throw failure(guestPath, e);
    } catch (UncheckedIOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "writing " + guestPath + " in the container: " + e.getMessage(), "", e);
    }
  }

  private static ContainerException failure(String guestPath, LinuxException e) {
    ErrorCode code =
        e.is(Errno.ENOSPC, Errno.EDQUOT)
            ? ErrorCode.NO_SPACE
            : e.is(
                    Errno.ENOENT,
                    Errno.ELOOP,
                    Errno.EXDEV,
                    Errno.EISDIR,
                    Errno.ENOTDIR,
                    Errno.E2BIG,
                    Errno.EFBIG)
                ? ErrorCode.BAD_VALUE
                : ErrorCode.KERNEL;
    return new ContainerException(code, guestPath + " in the container: " + e.getMessage(), "", e);
  }

  @Override
  public void close() {
    root.close();
  }

  /** Reads from a descriptor that it owns. */
  private static final class DescriptorInput extends InputStream {
    private final OwnedFd file;
    private long position;

    DescriptorInput(OwnedFd file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      try {
        int read = FileCalls.read(file, java.nio.ByteBuffer.wrap(buffer, offset, length), position);
        position += Math.max(0, read);
        return read <= 0 ? -1 : read;
      } catch (LinuxException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
