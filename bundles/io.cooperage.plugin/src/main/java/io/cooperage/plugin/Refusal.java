package io.cooperage.plugin;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;

/** Builds the answer to an archive that is not let in. */
final class Refusal {
  private Refusal() {}

  static ContainerException of(String archive, String reason, String remedy) {
    return new ContainerException(
        ErrorCode.PLUGIN_REFUSED, "plug-in " + archive + " is refused: " + reason, remedy);
  }

  static ContainerException of(String archive, String reason, String remedy, Throwable cause) {
    return new ContainerException(
        ErrorCode.PLUGIN_REFUSED, "plug-in " + archive + " is refused: " + reason, remedy, cause);
  }
}
