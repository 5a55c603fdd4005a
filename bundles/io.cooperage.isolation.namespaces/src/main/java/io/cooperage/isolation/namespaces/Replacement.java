package io.cooperage.isolation.namespaces;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Puts a new file in the place of another in a folder that is held open: under a name of its own,
 * then by a rename. Nothing that lies at either name is ever followed or written to.
 */
record Replacement(OwnedFd folder, GuestIdentity identity) {
  private static final int PIECE = 1 << 16;
  private static final int PERMISSIONS = 07777;

  void write(String name, InputStream content, int mode, int uid, int gid) {
    String temporary = ".cooperage-" + UUID.randomUUID();
    try {
      try (OwnedFd file =
          OpenCalls.openAt(
              folder,
              temporary,
              0600,
              OpenFlag.WRITE_ONLY,
              OpenFlag.CREATE,
              OpenFlag.EXCLUSIVE,
              OpenFlag.NO_FOLLOW)) {
        copy(content, file);
        if (uid != 0 || gid != 0) {
          StatusCalls.changeOwner(file, identity.onHost(uid), identity.onHost(gid));
        }
        StatusCalls.changePermissions(file, mode & PERMISSIONS);
      }
      DirectoryCalls.rename(folder, temporary, folder, name);
    } catch (LinuxException | UncheckedIOException e) {
      removeQuietly(temporary, e);
      throw e;
    }
  }

  private static void copy(InputStream content, OwnedFd file) {
    byte[] piece = new byte[PIECE];
    try {
      long position = 0;
      for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
        FileCalls.write(file, ByteBuffer.wrap(piece, 0, read), position);
        position += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeQuietly(String temporary, RuntimeException reason) {
    try {
      DirectoryCalls.removeFile(folder, temporary);
    } catch (LinuxException e) {
      reason.addSuppressed(e);
    }
  }
}
