package io.cooperage.shell.node;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct pool status}. */
@Component(service = Verb.class)
public final class PoolStatusVerb extends Verb {
  private final NodeService node;

  @Activate
  public PoolStatusVerb(@Reference NodeService node) {
    super(
        Syntax.of("pool", "status", "Shows the storage pools and how much of them is promised.")
            .json()
            .example("ct pool status --json")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    List<PoolStatus> pools = node.pools();
    if (call.has("--json")) {
      call.json(pools);
      return 0;
    }
    Table table = Table.of("KIND", "PATH", "SIZE", "FREE", "PROMISED", "DETAILS");
    for (PoolStatus p : pools) {
      table.row(
          p.kind(),
          p.path(),
          Amounts.bytes(p.total()),
          Amounts.bytes(p.free()),
          Amounts.bytes(p.promised()),
          new TreeMap<>(p.details()).toString());
    }
    table.print(call.out());
    if (pools.isEmpty()) {
      // A pool that cannot be opened has no provider yet; the host's findings say why.
      node.waitingFor().forEach(line -> call.out().println(line));
      node.doctor().stream()
          .filter(f -> f.grade() == Finding.Grade.MISSING)
          .forEach(f -> call.out().println(f.subject() + ": " + f.detail() + "; " + f.cost()));
    }
    return 0;
  }
}
