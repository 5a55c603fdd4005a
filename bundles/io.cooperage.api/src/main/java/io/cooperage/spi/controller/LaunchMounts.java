package io.cooperage.spi.controller;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.kernel.HostMount;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a {@link ResourceController} implements as well if a CT's init shall find something mounted
 * that nobody asked for by a parameter of the engine's.
 */
@ConsumerType
public interface LaunchMounts {
  /**
   * Makes the sources and says where they belong. Called before each launch, when there is no cell
   * yet, on a jobs thread and bounded as {@link ResourceController#apply}. The sources must stay
   * until {@link ResourceController#release}, which is called if the launch fails, too. What is
   * mounted because a parameter of the CT asks for it comes later, and lies above.
   *
   * @param total every parameter that the controller owns, as for {@link ResourceController#apply}
   */
  List<HostMount> mounts(ContainerId container, ParameterValues total);
}
