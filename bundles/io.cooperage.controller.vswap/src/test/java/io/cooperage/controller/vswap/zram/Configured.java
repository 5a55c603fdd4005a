package io.cooperage.controller.vswap.zram;

import java.lang.annotation.Annotation;

/** A configuration as the test likes it. */
record Configured(boolean enabled, String size, String memoryLimit, String algorithm, int priority)
    implements NodeSwapConfiguration {
  Configured(String size, String memoryLimit, String algorithm) {
    this(true, size, memoryLimit, algorithm, 100);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return NodeSwapConfiguration.class;
  }
}
