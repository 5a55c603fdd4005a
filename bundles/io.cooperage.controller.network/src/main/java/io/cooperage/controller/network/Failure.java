package io.cooperage.controller.network;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import java.util.function.Supplier;

/** What goes wrong, in words for the operator. */
final class Failure {
  private Failure() {}

  static ContainerException noDevice(String device) {
    return new ContainerException(
        ErrorCode.NOT_RUNNING, "the network device " + device + " of the CT is gone");
  }

  static ContainerException noInterface(ContainerId container) {
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "CT "
            + container
            + " has no network device on the host, so its bandwidth cannot be limited",
        "unset its rates or give it a network that has one");
  }

  static ContainerException noBandwidth() {
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "no bandwidth can be guaranteed while the node's own is not known",
        "set total in io.cooperage.controller.network.cfg");
  }

  /** Says which CT the kernel refused something for. */
  static <T> T explained(ContainerId container, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          "the bandwidth of CT " + container + " cannot be set: " + e.getMessage(),
          "'ct node doctor' tells what the kernel lacks",
          e);
    }
  }
}
