package io.cooperage.api.parameter;

/** Where a parameter stands in the catalog. */
public enum ParameterStatus {
  /** Its owner obeys it. */
  ACTIVE,
  /** Another owner of higher rank has the same parameter. */
  SHADOWED,
  /** Its descriptor is malformed or collides; see the detail. */
  REJECTED,
  /** Stored by some CT, but nobody owns it now; the text is kept. */
  NO_CONTROLLER
}
