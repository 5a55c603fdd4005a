package io.cooperage.api.quota;

/** Whose use is counted. */
public enum QuotaOwner {
  USER,
  GROUP
}
