package io.cooperage.linux.socket;

import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that was received, with the descriptors that came along. Closing it closes those that
 * nobody has taken.
 */
public final class Message implements AutoCloseable {
  private final ByteBuffer bytes;
  private final List<OwnedFd> descriptors;

  Message(ByteBuffer bytes, List<OwnedFd> descriptors) {
    this.bytes = bytes;
    this.descriptors = new ArrayList<>(descriptors);
  }

  /** Returns the content, read-only, in the machine's byte order, from its beginning. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(bytes.order());
  }

  /** Returns how many descriptors are left to be taken. */
  public int descriptorCount() {
    return descriptors.size();
  }

  /** Takes the first descriptor that is left; it then belongs to the caller. */
  public OwnedFd takeDescriptor() {
    if (descriptors.isEmpty()) {
      throw new IllegalStateException("the message has no further descriptor");
    }
    return descriptors.remove(0);
  }

  @Override
  public void close() {
    descriptors.forEach(OwnedFd::close);
    descriptors.clear();
  }
}
