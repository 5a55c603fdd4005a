package io.cooperage.api.container;

/** What a CT is doing. */
public enum ContainerState {
  STOPPED,
  /** Its file system is mounted on the host for repair; it does not run. */
  MOUNTED,
  STARTING,
  RUNNING,
  STOPPING,
  /** Its stored record cannot be used; the detail says why. */
  BROKEN
}
