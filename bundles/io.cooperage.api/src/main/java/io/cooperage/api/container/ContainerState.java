package io.cooperage.api.container;

/** What a CT is doing. */
public enum ContainerState {
  STOPPED,
  /** Its file system is mounted on the host for repair; it does not run. */
  MOUNTED,
  STARTING,
  RUNNING,
  /** It runs, but its processes stand still until there is space again; the detail says where. */
  PAUSED,
  STOPPING,
  /** Its stored record cannot be used; the detail says why. */
  BROKEN
}
