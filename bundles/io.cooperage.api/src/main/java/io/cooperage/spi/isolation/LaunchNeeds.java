package io.cooperage.spi.isolation;

import java.util.List;

/**
 * What must be there before a CT can be launched with its values.
 *
 * @param slots how many id slots its map must be wide, at least 1
 * @param folders absolute paths in the CT whose content shall not lie in an overlay
 */
public record LaunchNeeds(int slots, List<String> folders) {
  /** What every CT needs. */
  public static final LaunchNeeds USUAL = new LaunchNeeds(1, List.of());

  public LaunchNeeds {
    if (slots < 1) {
      throw new IllegalArgumentException(slots + " id slots");
    }
    folders = List.copyOf(folders);
  }
}
