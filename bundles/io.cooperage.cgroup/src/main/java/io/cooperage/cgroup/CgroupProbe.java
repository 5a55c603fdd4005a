package io.cooperage.cgroup;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.node.HostProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells which subsystems this host has, and what is lost without those that it lacks. */
@Component
public final class CgroupProbe implements HostProbe {
  private static final Map<Subsystem, String> COSTS =
      Map.of(
          Subsystem.CPU, "cpuunits, cpulimit and cpus cannot be set",
          Subsystem.MEMORY, "physpages and swappages cannot be set",
          Subsystem.CPUSET, "cpumask and nodemask cannot be set",
          Subsystem.IO, "iolimit and iopslimit cannot be set",
          Subsystem.PIDS, "numproc cannot be set: a fork bomb in one CT harms all");

  private final CgroupProvider cgroups;

  @Activate
  public CgroupProbe(@Reference CgroupProvider cgroups) {
    this.cgroups = cgroups;
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> features = new TreeMap<>();
    features.put("cgroup", cgroups.kind());
    for (Subsystem s : Subsystem.values()) {
      features.put("cgroup." + s.name().toLowerCase(Locale.ROOT), version(s));
    }
    return features;
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("control groups", Grade.GOOD, "cgroup " + cgroups.kind(), ""));
    for (Subsystem s : Subsystem.values()) {
      if (cgroups.version(s).isEmpty() && COSTS.containsKey(s)) {
        String subject = "cgroup " + s.name().toLowerCase(Locale.ROOT);
        String remedy = "; enable the controller in the kernel or on its command line";
        findings.add(
            new Finding(subject, Grade.MISSING, "not in any hierarchy", COSTS.get(s) + remedy));
      }
    }
    return List.copyOf(findings);
  }

  private String version(Subsystem subsystem) {
    return cgroups.version(subsystem).map(v -> "v" + v).orElse("none");
  }
}
