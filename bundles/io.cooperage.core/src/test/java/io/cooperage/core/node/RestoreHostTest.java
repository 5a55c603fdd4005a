package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.node.HostChange;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.node.HostRestorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreHostTest {
  @TempDir Path folder;
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final List<String> restored = new ArrayList<>();
  private FileHostLedger ledger;

  private record Restorer(String kind, Consumer<HostChange> action) implements HostRestorer {
    @Override
    public void restore(HostChange change) {
      action.accept(change);
    }
  }

  @BeforeEach
  void open() {
    ledger =
        new FileHostLedger(
            new LedgerFile(folder.resolve("changes")),
            "boot",
            new Sysctls(folder),
            new NeighbourLedgers(folder.resolve("ledgers")));
    for (String kind : List.of("a", "b", "c")) {
      ledger.record(new HostChange(kind, "key", "", "x", "test"));
    }
  }

  @AfterEach
  void close() {
    leases.close();
  }

  private void add(String kind, Consumer<HostChange> action) {
    leases.add(Family.RESTORER, (HostRestorer) new Restorer(kind, action));
  }

  @Test
  void changesArePutBackLastFirst() {
    List.of("a", "b", "c").forEach(k -> add(k, c -> restored.add(c.kind())));
    new RestoreHost(leases.leases(), ledger).run(null);
    assertThat(restored).containsExactly("c", "b", "a");
    assertThat(ledger.changes()).isEmpty();
  }

  @Test
  void whatCannotBePutBackIsNamedAndTheRestIsDone() {
    add("a", c -> restored.add(c.kind()));
    add(
        "b",
        c -> {
          throw new IllegalStateException("busy");
        });
    assertThatThrownBy(() -> new RestoreHost(leases.leases(), ledger).run(null))
        .hasMessageContaining("b key")
        .hasMessageContaining("busy")
        .hasMessageContaining("waiting for restorer.c");
    assertThat(restored).containsExactly("a");
    assertThat(ledger.changes()).extracting(HostChange::kind).containsExactly("b", "c");
  }
}
