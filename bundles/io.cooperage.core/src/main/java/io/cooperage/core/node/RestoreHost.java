package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.HostRestorer;
import java.util.ArrayList;
import java.util.List;

/** Puts the host back, last change first. */
record RestoreHost(Leases leases, HostLedger ledger) implements Step {
  @Override
  public String name() {
    return "RestoreHost";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    List<HostChange> changes = ledger.changes();
    List<String> left = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      HostChange change = changes.get(i);
      try {
        leases.run(Family.RESTORER, change.kind(), (HostRestorer r) -> r.restore(change));
        ledger.forget(change.kind(), change.key());
      } catch (ContainerException e) {
        left.add(change.kind() + " " + change.key() + " (" + e.getMessage() + ")");
      }
    }
    if (!left.isEmpty()) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          "not put back: " + String.join("; ", left),
          "'ct node info' lists what is left.");
    }
  }
}
