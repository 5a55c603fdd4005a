package io.cooperage.spi.isolation;

import java.util.List;

/**
 * What is put into a CT so that its features work.
 *
 * @param slots how many id slots wide the CT's map must be, at least 1
 * @param folders absolute paths in the CT whose content shall not lie in an overlay
 */
public record Openings(int slots, List<String> folders) {
  /** Nothing. */
  public static final Openings NONE = new Openings(1, List.of());

  public Openings {
    folders = List.copyOf(folders);
  }
}
