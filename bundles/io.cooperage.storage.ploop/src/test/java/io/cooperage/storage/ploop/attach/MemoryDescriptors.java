package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Descriptors kept by this process. */
public final class MemoryDescriptors implements DescriptorHolder, AutoCloseable {
  private final Map<String, List<OwnedFd>> held = new ConcurrentHashMap<>();

  @Override
  public Optional<List<OwnedFd>> held(String name) {
    return Optional.ofNullable(held.get(name)).map(MemoryDescriptors::copies);
  }

  private static List<OwnedFd> copies(List<OwnedFd> descriptors) {
    return descriptors.stream().map(OwnedFd::duplicate).toList();
  }

  @Override
  public void hold(String name, List<OwnedFd> descriptors) {
    List<OwnedFd> own = copies(descriptors);
    if (held.putIfAbsent(name, own) != null) {
      own.forEach(OwnedFd::close);
      throw new LinuxException("hold", Errno.EEXIST.number(), name);
    }
  }

  @Override
  public void release(String name) {
    Optional.ofNullable(held.remove(name)).ifPresent(own -> own.forEach(OwnedFd::close));
  }

  Set<String> names() {
    return Set.copyOf(held.keySet());
  }

  @Override
  public void close() {
    names().forEach(this::release);
  }
}
