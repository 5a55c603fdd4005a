package io.cooperage.core.node;

import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.node.NodeEnvironment;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of host changes in the state folder. It makes and restores sysctls itself. */
@Component(service = {HostLedger.class, HostRestorer.class})
public final class FileHostLedger implements HostLedger, HostRestorer {
  static final String SYSCTL = "sysctl";

  private static final Logger LOG = LoggerFactory.getLogger(FileHostLedger.class);

  private final LedgerFile file;
  private final String bootId;
  private final Sysctls sysctls;
  private final NeighbourLedgers neighbours;
  private final List<HostChange> changes;

  /** Called by the framework. */
  @Activate
  public FileHostLedger(@Reference NodeEnvironment node) {
    this(
        new LedgerFile(node.stateFolder().resolve("host-changes")),
        node.bootId(),
        Sysctls.ofKernel(),
        NeighbourLedgers.ofHost());
  }

  FileHostLedger(LedgerFile file, String bootId, Sysctls sysctls, NeighbourLedgers neighbours) {
    this.file = file;
    this.bootId = bootId;
    this.sysctls = sysctls;
    this.neighbours = neighbours;
    this.changes = file.read(bootId);
  }

  @Override
  public synchronized void sysctl(String name, String value, String reason) {
    String before = sysctls.read(name);
    if (before.equals(value) && find(SYSCTL, name).isPresent()) {
      return;
    }
    neighbours.alone(
        () -> {
          change(new HostChange(SYSCTL, name, sysctls.read(name), value, reason));
          return null;
        });
  }

  private void change(HostChange wanted) {
    if (!wanted.before().equals(wanted.after())) {
      note(wanted);
      LOG.info(
          "Setting {} from {} to {}: {}",
          wanted.key(),
          wanted.before(),
          wanted.after(),
          wanted.reason());
      sysctls.write(wanted.key(), wanted.after());
      return;
    }
    // Another node of this host has set it: whichever goes down last puts it back.
    neighbours
        .find(wanted, file.path(), bootId)
        .ifPresent(
            c ->
                note(
                    new HostChange(
                        SYSCTL, wanted.key(), c.before(), wanted.after(), wanted.reason())));
  }

  private void note(HostChange change) {
    record(change);
    neighbours.register(file.path());
  }

  @Override
  public synchronized void record(HostChange change) {
    Optional<HostChange> first = find(change.kind(), change.key());
    HostChange kept =
        first
            .map(
                f -> new HostChange(f.kind(), f.key(), f.before(), change.after(), change.reason()))
            .orElse(change);
    if (first.isPresent() && first.get().equals(kept)) {
      return;
    }
    first.ifPresent(changes::remove);
    changes.add(kept);
    file.write(bootId, changes);
  }

  private Optional<HostChange> find(String kind, String key) {
    return changes.stream().filter(c -> c.kind().equals(kind) && c.key().equals(key)).findFirst();
  }

  @Override
  public synchronized void forget(String kind, String key) {
    if (changes.removeIf(c -> c.kind().equals(kind) && c.key().equals(key))) {
      file.write(bootId, changes);
    }
  }

  @Override
  public synchronized List<HostChange> changes() {
    return List.copyOf(changes);
  }

  @Override
  public String kind() {
    return SYSCTL;
  }

  @Override
  public void restore(HostChange change) {
    neighbours.alone(
        () -> {
          // A network device's sysctls go with the device.
          if (sysctls.exists(change.key())
              && sysctls.read(change.key()).equals(change.after())
              && neighbours.find(change, file.path(), bootId).isEmpty()) {
            sysctls.write(change.key(), change.before());
          }
          forget(SYSCTL, change.key());
          if (changes.stream().noneMatch(c -> c.kind().equals(SYSCTL))) {
            neighbours.unregister(file.path());
          }
          return null;
        });
  }
}
