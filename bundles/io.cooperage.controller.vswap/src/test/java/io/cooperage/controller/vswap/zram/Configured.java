package io.cooperage.controller.vswap.zram;

import java.lang.annotation.Annotation;

/** A configuration as the test likes it. */
record Configured(
    boolean enabled,
    String size,
    String memoryLimit,
    String algorithm,
    int priority,
    String disk,
    String diskFile,
    int diskPriority)
    implements NodeSwapConfiguration {
  Configured(boolean enabled, String size, String memoryLimit, String algorithm, int priority) {
    this(enabled, size, memoryLimit, algorithm, priority, "0", "", 10);
  }

  Configured(String size, String memoryLimit, String algorithm) {
    this(true, size, memoryLimit, algorithm, 100);
  }

  static Configured disk(String size) {
    return new Configured(false, "50%", "50%", "auto", 100, size, "", 10);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return NodeSwapConfiguration.class;
  }
}
