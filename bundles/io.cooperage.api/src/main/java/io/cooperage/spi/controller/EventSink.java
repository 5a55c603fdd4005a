package io.cooperage.spi.controller;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Takes what a controller noticed about one CT. Safe for any thread; never blocks. */
@ProviderType
public interface EventSink {
  /**
   * Reports.
   *
   * @param type dotted, as {@code limit.oom}
   */
  void event(String type, String message, Map<String, String> details);
}
