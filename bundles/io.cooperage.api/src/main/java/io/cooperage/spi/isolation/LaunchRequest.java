package io.cooperage.spi.isolation;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.template.TemplateDescriptor;
import java.util.List;
import java.util.Map;

/**
 * A CT to be launched. Descriptors stay the caller's.
 *
 * @param root detached mount of its root
 * @param mounts bind mounts and volumes in their order
 * @param values the isolation provider's own parameters, total
 * @param folders detached mounts for the paths that {@link LaunchNeeds} named, if its root is an
 *     overlay
 */
public record LaunchRequest(
    ContainerId container,
    String hostname,
    IdMap idMap,
    Descriptor root,
    CgroupHandles cgroups,
    TemplateDescriptor template,
    List<HostMount> mounts,
    ParameterValues values,
    Map<String, Descriptor> folders) {
  public LaunchRequest {
    mounts = List.copyOf(mounts);
    folders = Map.copyOf(folders);
  }

  /** A CT without folders beside its root. */
  public LaunchRequest(
      ContainerId container,
      String hostname,
      IdMap idMap,
      Descriptor root,
      CgroupHandles cgroups,
      TemplateDescriptor template,
      List<HostMount> mounts,
      ParameterValues values) {
    this(container, hostname, idMap, root, cgroups, template, mounts, values, Map.of());
  }
}
