package io.cooperage.storage.ploop.image;

/** What an image holds. */
public enum Layout {
  /** The CT's own changes over a shared template: folders upper, work and data. */
  PLOOP_OVERLAY("ploop-overlay"),
  /** The whole root. */
  PLOOP("ploop");

  private final String word;

  Layout(String word) {
    this.word = word;
  }

  /** As stored and typed. */
  public String word() {
    return word;
  }

  /** The layout of a word. */
  public static Layout of(String word) {
    return word.equals(PLOOP.word) ? PLOOP : PLOOP_OVERLAY;
  }
}
