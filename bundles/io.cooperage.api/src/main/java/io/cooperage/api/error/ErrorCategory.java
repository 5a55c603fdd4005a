package io.cooperage.api.error;

/** Who can mend an error. */
public enum ErrorCategory {
  /** The request is wrong; the same request will never succeed. */
  USER,
  /** The request is right, but not in the present state of its target. */
  STATE,
  /** This host, its kernel or its packages cannot do it. */
  HOST_UNSUPPORTED,
  /** Something ran out: disk space, addresses, id slots, admission. */
  RESOURCE,
  /** A defect or an unexpected answer of the kernel. */
  INTERNAL
}
