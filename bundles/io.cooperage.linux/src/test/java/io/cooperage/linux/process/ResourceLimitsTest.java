package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
  @Test
  void limitsOfThisProcessAreReadAndSet() {
    var resource = ResourceLimits.Resource.CORE;
    ResourceLimits.Limit before = ResourceLimits.get(0, resource);
    try {
      ResourceLimits.set(0, resource, new ResourceLimits.Limit(0, before.hard()));
      assertThat(ResourceLimits.get(0, resource).soft()).isZero();
    } finally {
      ResourceLimits.set(0, resource, before);
    }
  }
}
