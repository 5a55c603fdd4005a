package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.testing.node.MemoryHostLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBudgetsTest {
  @TempDir private Path switches;
  private final MemoryHostLedger ledger = new MemoryHostLedger();

  @Test
  void theKernelsDefaultIsWidenedAndRecorded() throws IOException {
    assertThat(changesAfter("65536\n")).containsExactly("fs.aio-max-nr 16777216");
  }

  /** Whose it is the ledger finds out from those of the other nodes. */
  @Test
  void whatAnotherNodeOfTheHostHasWidenedIsNotedToo() throws IOException {
    assertThat(changesAfter("16777216\n")).containsExactly("fs.aio-max-nr 16777216");
  }

  @Test
  void whatTheHostHasSetHigherStays() throws IOException {
    assertThat(changesAfter("100000000\n")).isEmpty();
  }

  @Test
  void aKernelWithoutAsynchronousInputAndOutputNeedsNothing() {
    assertThat(new SharedBudgets(ledger, switches)).isNotNull();
    assertThat(ledger.changes()).isEmpty();
  }

  private Iterable<String> changesAfter(String value) throws IOException {
    Files.createDirectories(switches.resolve("fs"));
    Files.writeString(switches.resolve("fs/aio-max-nr"), value);
    assertThat(new SharedBudgets(ledger, switches)).isNotNull();
    return ledger.changes().stream().map(c -> c.key() + " " + c.after()).toList();
  }
}
