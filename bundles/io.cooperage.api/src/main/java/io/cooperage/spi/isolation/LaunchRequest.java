package io.cooperage.spi.isolation;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.template.TemplateDescriptor;
import java.util.List;

/**
 * A CT to be launched. Descriptors stay the caller's.
 *
 * @param root detached mount of its root
 * @param mounts bind mounts and volumes in their order
 * @param values the isolation provider's own parameters, total
 */
public record LaunchRequest(
    ContainerId container,
    String hostname,
    IdMap idMap,
    Descriptor root,
    CgroupHandles cgroups,
    TemplateDescriptor template,
    List<HostMount> mounts,
    ParameterValues values) {
  public LaunchRequest {
    mounts = List.copyOf(mounts);
  }
}
