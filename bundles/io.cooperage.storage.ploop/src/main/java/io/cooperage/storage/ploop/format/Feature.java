package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A feature of the format extension.
 *
 * @param magic what it is; not 0
 * @param flags {@link #NECESSARY} and {@link #TRANSIT}
 * @param data its content, in little-endian order
 */
public record Feature(long magic, long flags, ByteBuffer data) {
  /** Who does not know the feature must not change the image. */
  public static final long NECESSARY = 1;

  /** Who does not know the feature leaves it as it is; without this flag it is dropped. */
  public static final long TRANSIT = 2;

  /** Takes a copy. */
  public Feature {
    if (magic == 0) {
      throw new IllegalArgumentException("0 ends the features");
    }
    ByteBuffer copy = ByteBuffer.allocate(data.remaining());
    data = copy.put(data.duplicate()).flip().asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean known() {
    return magic == DirtyBitmap.MAGIC;
  }
}
