package io.cooperage.isolation.view;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The files of one running CT and what they are written from. Safe for any thread. */
final class ShownView implements AutoCloseable {
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LATER = Duration.ofMillis(100);

  private final List<ViewFile> files;
  private final ViewedContainer container;
  private final Renewals renewals = new Renewals();
  private boolean begun;

  ShownView(List<ViewFile> files, ViewedContainer container) {
    this.files = List.copyOf(files);
    this.container = container;
  }

  /** What files show, of those that there are. */
  static ViewedContainer.ShownTexts texts(List<ViewFile> files) {
    Map<Page, String> texts = new EnumMap<>(Page.class);
    files.forEach(file -> texts.put(file.page(), file.shown()));
    return page -> texts.getOrDefault(page, "");
  }

  List<ViewFile> files() {
    return files;
  }

  /** Writes, once, what shows when nobody has asked before the daemon ends. */
  synchronized void begin() {
    if (!begun) {
      files.forEach(file -> file.begin(container));
      begun = true;
    }
  }

  /**
   * Renews a file's text if it is too old: after a hundredth of a second, or a tenth for a CT that
   * has asked very often.
   *
   * @return whether it was asked for very often since it was renewed
   */
  synchronized boolean renew(ViewFile file) {
    if (file.youngerThan(renewals.left() ? SOON : LATER)) {
      return file.servedAgain();
    }
    renewals.take();
    file.renew(container);
    return false;
  }

  /** For one thread; readers do not wait for it but the first time. */
  void look() {
    begin();
    container.look();
  }

  @Override
  public synchronized void close() {
    files.forEach(ViewFile::close);
  }
}
