package io.cooperage.shell.node;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct pool status}. */
@Component(service = Verb.class)
public final class PoolStatusVerb extends ListingVerb<PoolStatus> {
  private final NodeService node;

  @Activate
  public PoolStatusVerb(@Reference NodeService node) {
    super(
        Syntax.of("pool", "status", "Shows the storage pools and how much of them is promised.")
            .example("ct pool status --json"),
        "KIND",
        "PATH",
        "SIZE",
        "FREE",
        "PROMISED",
        "DETAILS");
    this.node = node;
  }

  @Override
  protected List<PoolStatus> items() {
    return node.pools();
  }

  @Override
  protected List<String> row(PoolStatus p) {
    return List.of(
        p.kind(),
        p.path(),
        Amounts.bytes(p.total()),
        Amounts.bytes(p.free()),
        Amounts.bytes(p.promised()),
        new TreeMap<>(p.details()).toString());
  }

  // A pool that cannot be opened has no provider yet; the host's findings say why.
  @Override
  protected void none(PrintStream out) {
    node.waitingFor().forEach(out::println);
    node.doctor().stream()
        .filter(f -> f.grade() == Finding.Grade.MISSING)
        .forEach(f -> out.println(f.subject() + ": " + f.detail() + "; " + f.cost()));
  }
}
