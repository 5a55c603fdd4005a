package io.cooperage.core.backup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.node.DurableFile;
import io.cooperage.core.text.TabLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Backups that were begun and given up, until their targets have let go of them: a version, then
 * one a line, see {@link TabLine}. Nobody has to wait for a target to give one up. Safe for any
 * thread.
 */
public final class AbandonedBackups {
  private static final String VERSION = "abandoned-backups 1";
  private static final int FIELDS = 4;

  private final Path file;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** Kept in that file, which need not be there. */
  public AbandonedBackups(Path file) {
    this.file = file;
  }

  /**
   * One of them.
   *
   * @param place as "file:/srv/backup"
   */
  public record Note(String place, ContainerId container, UUID id, Instant since) {
    private boolean isOf(String otherPlace, ContainerId otherContainer) {
      return place.equals(otherPlace) && container.equals(otherContainer);
    }
  }

  /** Calls with a place when something there was given up, or when the place shows to be there. */
  public void onReached(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** A place shows to be there. */
  public void reached(String place) {
    listeners.forEach(l -> l.accept(place));
  }

  /** All of them. */
  public synchronized List<Note> all() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.get(0).equals(VERSION)) {
        throw broken("is of another version");
      }
      return lines.stream().skip(1).map(line -> parse(TabLine.fields(line))).toList();
    } catch (IOException e) {
      throw failure("read", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw broken("has a bad line: " + e.getMessage());
    }
  }

  private Note parse(List<String> f) {
    if (f.size() != FIELDS) {
      throw broken("has a line with " + f.size() + " fields");
    }
    return new Note(
        f.get(0), ContainerId.parse(f.get(1)), UUID.fromString(f.get(2)), Instant.parse(f.get(3)));
  }

  /** Those of a CT at a place. */
  public List<UUID> of(String place, ContainerId container) {
    return all().stream().filter(n -> n.isOf(place, container)).map(Note::id).toList();
  }

  /** Gives one up; durable when this returns. */
  public void add(Note note) {
    synchronized (this) {
      List<Note> notes = new ArrayList<>(all());
      if (notes.stream().noneMatch(n -> n.id().equals(note.id()))) {
        notes.add(note);
        write(notes);
      }
    }
    reached(note.place());
  }

  /** Its target has let go of it. */
  public void remove(Note note) {
    remove(note::equals);
  }

  /** Does not wait any longer for what a place has of a CT. */
  public void forget(String place, ContainerId container) {
    remove(n -> n.isOf(place, container));
  }

  private synchronized void remove(Predicate<Note> which) {
    List<Note> notes = new ArrayList<>(all());
    if (notes.removeIf(which)) {
      write(notes);
    }
  }

  private void write(List<Note> notes) {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (Note n : notes) {
      List<String> fields =
          List.of(n.place(), n.container().toString(), n.id().toString(), n.since().toString());
      text.append(TabLine.of(fields)).append('\n');
    }
    try {
      DurableFile.write(file, text.toString());
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private ContainerException broken(String what) {
    return new ContainerException(
        ErrorCode.INTERNAL,
        file + " " + what,
        "Move it away; delete by hand what it names at the targets.");
  }

  private ContainerException failure(String verb, IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "cannot " + verb + " " + file + ": " + e, "", e);
  }
}
