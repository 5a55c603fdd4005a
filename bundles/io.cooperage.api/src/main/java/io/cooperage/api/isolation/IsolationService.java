package io.cooperage.api.isolation;

import io.cooperage.api.container.ContainerRef;
import org.osgi.annotation.versioning.ProviderType;

/** Tells how well running CTs are fenced in. Safe for any thread. */
@ProviderType
public interface IsolationService {
  /**
   * Reads everything anew from the kernel, never from what was asked.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_CONTAINER; NOT_RUNNING; UNSUPPORTED
   *     if the CT's kind of isolation tells nothing
   */
  IsolationReport report(ContainerRef container);
}
