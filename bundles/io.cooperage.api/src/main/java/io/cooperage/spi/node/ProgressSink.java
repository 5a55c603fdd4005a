package io.cooperage.spi.node;

import org.osgi.annotation.versioning.ProviderType;

/** Hears how far long work is, and tells it when to stop. Safe for any thread. */
@ProviderType
public interface ProgressSink {
  /**
   * Reports.
   *
   * @param percent 0..100, or -1 if it cannot tell
   */
  void progress(int percent, String message);

  /**
   * Ends the work if it was cancelled; call it between bounded pieces.
   *
   * @throws io.cooperage.api.error.ContainerException CANCELLED
   */
  void checkCancelled();
}
