package io.cooperage.testing.fake;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.isolation.GuestFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A CT's files in memory: content by absolute path. Closing does nothing. */
public final class MemoryGuestFiles implements GuestFiles {
  private final Map<String, byte[]> content;

  /** Files of a map that the caller keeps. */
  public MemoryGuestFiles(Map<String, byte[]> content) {
    this.content = content;
  }

  @Override
  public boolean exists(String guestPath) {
    return content.keySet().stream()
        .anyMatch(p -> p.equals(guestPath) || p.startsWith(guestPath + "/"));
  }

  @Override
  public Optional<byte[]> read(String guestPath, int limit) {
    byte[] found = content.get(guestPath);
    if (found != null && found.length > limit) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, guestPath + " has more than " + limit + " bytes");
    }
    return Optional.ofNullable(found).map(byte[]::clone);
  }

  @Override
  public void replace(String guestPath, byte[] bytes, int mode) {
    content.put(guestPath, bytes.clone());
  }

  @Override
  public void replace(String guestPath, byte[] bytes, int mode, int uid, int gid) {
    replace(guestPath, bytes, mode);
  }

  @Override
  public void makeFolder(String guestPath, int mode) {}

  @Override
  public void remove(String guestPath) {
    content.remove(guestPath);
  }

  @Override
  public List<String> list(String guestPath, int limit) {
    String prefix = guestPath.endsWith("/") ? guestPath : guestPath + "/";
    TreeSet<String> names = new TreeSet<>();
    content.keySet().stream()
        .filter(p -> p.startsWith(prefix))
        .map(p -> p.substring(prefix.length()).split("/", 2)[0])
        .forEach(names::add);
    return names.stream().limit(limit).toList();
  }

  @Override
  public InputStream open(String guestPath) {
    return new ByteArrayInputStream(
        read(guestPath, Integer.MAX_VALUE)
            .orElseThrow(
                () -> new ContainerException(ErrorCode.BAD_VALUE, "no file " + guestPath)));
  }

  @Override
  public void replace(String guestPath, InputStream source, int mode) {
    try {
      replace(guestPath, source.readAllBytes(), mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
