package io.cooperage.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.spi.store.JournalRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final JobFixture fixture = new JobFixture();
  private final StepContext context =
      new StepContext("j", "x", Instant.EPOCH, (p, m) -> {}, () -> false);
  private final Journal journal =
      new Journal(fixture.leases().leases(), Recipe.undoable("make", true, List.of()), context);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void valuesAreOnDiskWithTheNextStep() {
    context.put("a", "1");
    journal.begin("A");
    context.put("b", "2");
    JournalRecord first = fixture.store().journals().get(0);
    assertThat(first.values()).containsOnlyKeys("a");
    assertThat(first.begun()).containsExactly("A");
    assertThat(first.durable()).isTrue();
    journal.begin("B");
    assertThat(fixture.store().journals().get(0).values()).containsOnlyKeys("a", "b");
    journal.undo();
    assertThat(fixture.store().journals().get(0).undoing()).isTrue();
    journal.end();
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void aStepThatCouldNotBeJournaledHasNotBegun() {
    fixture.store().faults().failOnce("saveJournal", () -> new IllegalStateException("full"));
    assertThatThrownBy(() -> journal.begin("A")).hasMessageContaining("full");
    assertThat(journal.begun()).isEmpty();
  }

  @Test
  void aStepThatIsRepeatedIsJournaledOnce() {
    journal.begin("A");
    journal.begin("A");
    assertThat(journal.begun()).containsExactly("A");
  }
}
