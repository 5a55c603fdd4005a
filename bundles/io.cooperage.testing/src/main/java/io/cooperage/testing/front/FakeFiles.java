package io.cooperage.testing.front;

import io.cooperage.api.container.GuestFileAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files of a container, in memory. */
public final class FakeFiles implements GuestFileAccess {
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<String, Integer> modes = new ConcurrentHashMap<>();

  public Map<String, byte[]> contents() {
    return contents;
  }

  public Map<String, Integer> modes() {
    return modes;
  }

  @Override
  public void read(String guestPath, OutputStream sink) throws IOException {
    byte[] content = contents.get(guestPath);
    if (content == null) {
      throw new NoSuchFileException(guestPath);
    }
    sink.write(content);
  }

  @Override
  public void write(String guestPath, InputStream source, int mode) throws IOException {
    contents.put(guestPath, source.readAllBytes());
    modes.put(guestPath, mode);
  }
}
