package io.cooperage.controller.quota;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.spi.node.HostProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells which file systems can have quotas on this kernel. */
@Component
public final class QuotaProbe implements HostProbe {
  /** The kernel option that each file system needs. */
  static final Map<String, String> OPTIONS =
      new TreeMap<>(Map.of("ext4", "CONFIG_QFMT_V2", "xfs", "CONFIG_XFS_QUOTA"));

  private final KernelConfig config;

  @Activate
  public QuotaProbe() {
    this(KernelConfig.ofHost());
  }

  QuotaProbe(KernelConfig config) {
    this.config = config;
  }

  /** The feature of a file system: yes, no or unknown. */
  static String feature(String fileSystem) {
    return "quota." + fileSystem;
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> set = config.values(Set.copyOf(OPTIONS.values()));
    Map<String, String> features = new TreeMap<>();
    OPTIONS.forEach(
        (fileSystem, option) ->
            features.put(
                feature(fileSystem),
                set.containsKey(option) ? "yes" : config.known() ? "no" : "unknown"));
    return features;
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    features()
        .forEach(
            (feature, word) -> {
              String fileSystem = feature.substring(feature.indexOf('.') + 1);
              String subject = "quotas on " + fileSystem;
              findings.add(
                  word.equals("no")
                      ? new Finding(
                          subject,
                          Grade.MISSING,
                          OPTIONS.get(fileSystem) + " is not set in this kernel",
                          "quotaugidlimit is refused for disks with " + fileSystem)
                      : new Finding(subject, Grade.GOOD, word, ""));
            });
    return List.copyOf(findings);
  }
}
