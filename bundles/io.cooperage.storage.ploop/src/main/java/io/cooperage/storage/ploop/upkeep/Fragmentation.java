package io.cooperage.storage.ploop.upkeep;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many pieces the images of CTs lay in when somebody looked last. Safe for any thread. */
public final class Fragmentation {
  private final Map<String, Integer> pieces = new ConcurrentHashMap<>();

  /** Keeps the pieces of a CT's image. */
  public void found(String container, int count) {
    pieces.put(container, count);
  }

  /** Forgets all CTs but these. */
  public void keep(Set<String> containers) {
    pieces.keySet().retainAll(containers);
  }

  /** For an operator: how many are scattered, and how much the worst is. */
  public String words() {
    if (pieces.isEmpty()) {
      return "not looked at yet";
    }
    long scattered = pieces.values().stream().filter(n -> n > Defragmenter.SCATTERED).count();
    int most = pieces.values().stream().max(Integer::compare).orElse(0);
    return scattered
        + " of "
        + pieces.size()
        + " images scattered, at most "
        + most
        + " pieces in one";
  }
}
