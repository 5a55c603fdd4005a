package io.cooperage.shell.node;

import io.cooperage.api.node.Budget;
import io.cooperage.api.node.NodeInfo;
import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct node info}. */
@Component(service = Verb.class)
public final class NodeInfoVerb extends Verb {
  private final NodeService node;

  @Activate
  public NodeInfoVerb(@Reference NodeService node) {
    super(
        Syntax.of("node", "info", "Shows the node, its parts, and what it still waits for.")
            .json()
            .example("ct node info")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    NodeInfo info = node.info();
    List<String> waiting = node.waitingFor();
    if (call.has("--json")) {
      call.json(Map.of("node", info, "waitingFor", waiting));
      return 0;
    }
    call.out().println("Node:        " + info.name() + " (" + info.uuid() + ")");
    call.out().println("Version:     " + info.version());
    print(call, "Containers:", info.containers());
    print(call, "Host:", info.facts());
    print(call, "Parts:", info.components());
    budgets(call, info.budgets());
    waiting.forEach(line -> call.out().println("Waiting for: " + line));
    return 0;
  }

  private static void budgets(Call call, List<Budget> budgets) {
    if (budgets.isEmpty()) {
      return;
    }
    call.out().println("Promised to containers:");
    Table table = Table.of("  RESOURCE", "CAPACITY", "OVERCOMMIT", "PROMISED", "LEFT");
    for (Budget b : budgets) {
      boolean bound = b.overcommit().isPresent();
      table.row(
          "  " + b.resource(),
          amount(b, b.capacity()),
          bound ? Double.toString(b.overcommit().getAsDouble()) : "unlimited",
          amount(b, b.promised()),
          bound ? amount(b, b.left()) : "unlimited");
    }
    table.print(call.out());
  }

  private static String amount(Budget budget, long amount) {
    return budget.unit().equals("bytes") ? Amounts.bytes(amount) : amount + " " + budget.unit();
  }

  private static void print(Call call, String heading, Map<String, ?> entries) {
    call.out().println(entries.isEmpty() ? heading + " none" : heading);
    new TreeMap<String, Object>(entries)
        .forEach((key, value) -> call.out().println("  " + key + ": " + value));
  }
}
