package io.cooperage.core;

import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.node.FullPool;
import io.cooperage.core.node.NodeDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A node below a temporary folder that uses the fakes. */
public record TestNode(Path folder, UUID uuid) implements NodeDefaults {
  public TestNode(Path folder) {
    this(folder, UUID.randomUUID());
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Path stateFolder() {
    return folder;
  }

  @Override
  public Path runFolder() {
    return folder;
  }

  @Override
  public Path programFolder() {
    return folder;
  }

  @Override
  public String cgroupParent() {
    return "cooperage/test";
  }

  @Override
  public String vethPrefix() {
    return "cotst";
  }

  @Override
  public String nftTable() {
    return "cooperage_test";
  }

  @Override
  public String bootId() {
    return "boot";
  }

  @Override
  public long idBase() {
    return 524288;
  }

  @Override
  public long idWidth() {
    return 65536;
  }

  @Override
  public String template() {
    return "busybox";
  }

  @Override
  public Map<String, String> kinds() {
    return Map.of("storage", "fake", "network", "fake", "isolation", "fake");
  }

  @Override
  public Path sampleFolder() {
    return folder.resolve("samples");
  }

  @Override
  public Duration samplePeriod() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Duration idleSamplePeriod() {
    return Duration.ofSeconds(10);
  }

  // Tests patrol for themselves.
  @Override
  public DriftPolicy drift() {
    return new DriftPolicy(DriftPolicy.Answer.REPORT, Duration.ofHours(1));
  }

  @Override
  public FullPool fullPool() {
    return new FullPool(FullPool.Answer.PAUSE, Duration.ofHours(1));
  }
}
