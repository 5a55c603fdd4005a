package io.cooperage.spi.isolation;

import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.spi.controller.Cell;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells how running CTs of one kind are fenced in. Several may look at a kind, each at layers of
 * its own, best ranking first. Safe for any thread.
 */
@ConsumerType
public interface IsolationInspector {
  /** The kind of the provider whose CTs it looks at. */
  String kind();

  /**
   * Reads each layer from the kernel; what the CT's owner can influence is bounded and checked.
   *
   * <p>What it throws while the CT runs is reported as a layer of its own, a weak one.
   *
   * @throws io.cooperage.api.error.ContainerException NOT_RUNNING if its init ended meanwhile
   */
  List<IsolationLayer> inspect(Sandbox sandbox, Cell cell);
}
