package io.cooperage.core.lifecycle;

import io.cooperage.api.container.GuestFileAccess;
import io.cooperage.spi.isolation.GuestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Copies files of a CT; its root is opened for each copy. */
record StreamedFiles(Supplier<GuestFiles> root) implements GuestFileAccess {
  @Override
  public void read(String guestPath, OutputStream sink) throws IOException {
    try (GuestFiles files = root.get();
        InputStream source = files.open(guestPath)) {
      source.transferTo(sink);
    }
  }

  @Override
  public void write(String guestPath, InputStream source, int mode) {
    try (GuestFiles files = root.get()) {
      files.replace(guestPath, source, mode);
    }
  }
}
