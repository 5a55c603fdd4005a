package io.cooperage.api.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Copies regular files in and out of a CT; paths are resolved inside its root and never lead out of
 * it.
 */
@ProviderType
public interface GuestFileAccess {
  /** Streams a regular file out. */
  void read(String guestPath, OutputStream sink) throws IOException;

  /** Writes a file as the CT's root through a temporary name; mode as in {@code 0644}. */
  void write(String guestPath, InputStream source, int mode) throws IOException;
}
