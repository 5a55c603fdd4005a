package io.cooperage.core.catalog;

import io.cooperage.core.provider.Leases;
import java.util.Map;

/** The engine's own view of the catalog. Safe for any thread. */
public interface Catalog {
  /** What can be set on a CT that uses these kinds; the same object until something changes. */
  CatalogView view(Map<String, String> kinds);

  /** Whether a parameter of that name was ever owned in the life of this daemon. */
  boolean wasKnown(String name);

  /**
   * Whether a parameter of that name was ever said to guard CTs, in the life of this daemon or of
   * an earlier one.
   */
  boolean guards(String name);

  /** Notes what a shadowed owner would have done, for listings. */
  void wouldHave(Owned shadowed, String done);

  /** Calls the action after the catalog has changed. */
  Leases.Subscription onChange(Runnable action);
}
