package io.cooperage.isolation.view;

import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.LinuxException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one running CT and what they are written from. Safe for any thread. */
final class ShownView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShownView.class);
  private static final Duration SOON = Duration.ofMillis(10);

  private final List<ViewFile> files;
  private final ViewedContainer container;
  private final Renewals renewals = new Renewals();
  private boolean begun;
  private boolean closed;

  ShownView(List<ViewFile> files, ViewedContainer container) {
    this.files = List.copyOf(files);
    this.container = container;
  }

  /** What files show, of those that there are. */
  static ViewedContainer.ShownTexts texts(List<ViewFile> files) {
    return page ->
        files.stream().filter(f -> f.page() == page).findFirst().map(ViewFile::shown).orElse("");
  }

  List<ViewFile> files() {
    return files;
  }

  /** Writes, once, of what is usual what shows if the daemon dies before anybody has asked. */
  synchronized void begin() {
    if (!begun && !closed) {
      files.stream().filter(file -> file.page().usual()).forEach(this::begin);
      begun = true;
    }
  }

  private void begin(ViewFile file) {
    attempt(file, () -> file.begin(container));
  }

  /** Writes what nobody has asked for yet of a CT that runs on while nobody answers. */
  synchronized void complete() {
    if (!closed && container.runs()) {
      files.forEach(this::begin);
    }
  }

  private static void attempt(ViewFile file, Runnable write) {
    try {
      write.run();
    } catch (LinuxException | ContainerException e) {
      LOG.warn("{} of a CT stays as it is: {}", file.page().target(), e.getMessage());
    }
  }

  /**
   * Renews a file's text if it is older than a hundredth of a second, unless its CT has spent what
   * it may ask for.
   *
   * @return whether nobody needs to ask for a while: it was asked for very often, or all is spent
   */
  synchronized boolean renew(ViewFile file) {
    if (closed) {
      return false;
    }
    if (file.youngerThan(SOON)) {
      return file.servedAgain();
    }
    if (!renewals.left()) {
      return true;
    }
    renewals.take();
    file.renew(container);
    return false;
  }

  /** Writes every text anew, for a host where nobody can be asked. */
  synchronized void renewAll() {
    if (!closed) {
      files.forEach(file -> attempt(file, () -> file.renew(container)));
    }
  }

  /** For one thread; readers do not wait for it but the first time. */
  void look() {
    container.look();
    begin();
  }

  /** Does something with the files' descriptors, unless they are closed. */
  synchronized void ifOpen(Runnable call) {
    if (!closed) {
      call.run();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    files.forEach(ViewFile::close);
  }
}
