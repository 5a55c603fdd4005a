package io.cooperage.testing.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.HostChange;
import org.junit.jupiter.api.Test;

class MemoryHostLedgerTest {
  private final MemoryHostLedger ledger = new MemoryHostLedger();

  @Test
  void theFirstValueBeforeIsKept() {
    ledger.record(new HostChange("sysctl", "vm.x", "1", "2", ""));
    ledger.record(new HostChange("sysctl", "vm.x", "2", "3", ""));

    assertThat(ledger.changes()).containsExactly(new HostChange("sysctl", "vm.x", "1", "3", ""));
  }

  @Test
  void whatIsForgottenIsGone() {
    ledger.sysctl("vm.x", "1", "");
    ledger.forget("sysctl", "vm.x");

    assertThat(ledger.changes()).isEmpty();
  }
}
