package io.cooperage.core.job;

import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.store.JournalRecord;
import java.util.ArrayList;
import java.util.List;

/** What is on disk about one run of one recipe. */
final class Journal {
  private final Leases leases;
  private final Recipe recipe;
  private final StepContext context;
  private final List<String> begun = new ArrayList<>();
  private boolean undoing;
  private boolean written;

  Journal(Leases leases, Recipe recipe, StepContext context) {
    this.leases = leases;
    this.recipe = recipe;
    this.context = context;
  }

  /** Takes up what another engine wrote. */
  void resume(JournalRecord record) {
    begun.addAll(record.begun());
    undoing = record.undoing();
    written = true;
  }

  List<String> begun() {
    return List.copyOf(begun);
  }

  boolean undoing() {
    return undoing;
  }

  /** Writes "begin NAME"; a name that was begun before stays where it is. */
  void begin(String step) {
    boolean known = begun.contains(step);
    if (!known) {
      begun.add(step);
    }
    try {
      save();
    } catch (RuntimeException e) {
      if (!known) {
        begun.remove(step);
      }
      throw e;
    }
  }

  void undo() {
    undoing = true;
    save();
  }

  private void save() {
    JournalRecord record =
        new JournalRecord(
            context.job(),
            recipe.action(),
            context.target(),
            recipe.durable(),
            undoing,
            context.createdAt(),
            context.values(),
            begun);
    leases.run(
        Family.STORE,
        "",
        s -> {
          // Even a write that fails may have left a file.
          written = true;
          s.saveJournal(record);
        });
  }

  void end() {
    if (written) {
      leases.run(Family.STORE, "", s -> s.deleteJournal(context.job()));
      written = false;
    }
  }
}
