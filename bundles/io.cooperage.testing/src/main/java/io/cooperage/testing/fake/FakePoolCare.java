package io.cooperage.testing.fake;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.PoolCare;

/** Care of the pool of {@link FakeStorage}. Its one call that can fail: grow. */
public final class FakePoolCare implements PoolCare {
  private final Faults faults = new Faults();
  private volatile long size;

  /** What fails. */
  public Faults faults() {
    return faults;
  }

  /** Bytes that the pool was grown to; 0 if it never was. */
  public long size() {
    return size;
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public long grow(long bytes, ProgressSink progress) {
    faults.check("grow");
    size = bytes;
    return bytes;
  }
}
