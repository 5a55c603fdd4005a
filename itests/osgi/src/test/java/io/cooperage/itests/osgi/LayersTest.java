package io.cooperage.itests.osgi;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class LayersTest {
  private final Layers layers = new Layers();

  @Test
  public void aProviderMayUseTheContractAndTheKernelLayer() {
    assertEquals(
        List.of(),
        layers.violations(
            "io.cooperage.cgroup",
            "io.cooperage.spi.cgroup;version=\"[1.0,1.1)\",io.cooperage.linux.file;version=\"[1.0,2)\","
                + "org.slf4j,java.util"));
  }

  @Test
  public void noProviderMayUseAnotherOrTheEngine() {
    assertEquals(
        List.of(
            "io.cooperage.network.routed imports io.cooperage.cgroup.tree",
            "io.cooperage.network.routed imports io.cooperage.core"),
        layers.violations(
            "io.cooperage.network.routed",
            "io.cooperage.cgroup.tree;version=\"[1.0,2)\",io.cooperage.core"));
  }

  @Test
  public void aFrontMayUseNothingOfTheProvidersSide() {
    assertEquals(
        List.of("io.cooperage.rest imports io.cooperage.spi.store"),
        layers.violations("io.cooperage.rest", "io.cooperage.api.job,io.cooperage.spi.store"));
  }

  @Test
  public void theEngineMayNotUseTheKernelLayer() {
    assertEquals(
        List.of("io.cooperage.core imports io.cooperage.linux.process"),
        layers.violations("io.cooperage.core", "io.cooperage.linux.process"));
  }

  @Test
  public void theContractMayUseTheJdkAlone() {
    assertEquals(
        List.of("io.cooperage.api imports com.sun.jna"),
        layers.violations("io.cooperage.api", "java.util,io.cooperage.spi.kernel,com.sun.jna"));
  }
}
