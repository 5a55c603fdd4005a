package io.cooperage.shell.node;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolCheck;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.api.node.PoolService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct pool check}. */
@Component(service = Verb.class)
public final class PoolCheckVerb extends Verb {
  private final PoolService pools;

  @Activate
  public PoolCheckVerb(@Reference NodeService node, @Reference PoolService pools) {
    super(
        PoolWords.kind(
                Syntax.of(
                        "pool",
                        "check",
                        "Looks for what does not belong in a storage pool, and for what is missing, while"
                            + " containers run. Ends with 47 while a container misses something.")
                    .flag(
                        "--repair",
                        "Remove what the node left there itself; move what may hold data to lost+found."),
                node)
            .json()
            .example("ct pool check --repair")
            .exits(ExitCode.UNSUPPORTED, ExitCode.LOCKED, ExitCode.BROKEN)
            .build());
    this.pools = pools;
  }

  @Override
  protected int run(Call call) {
    PoolCheck check =
        call.await(pools.check(PoolWords.kind(call), call.has("--repair"))).orElseThrow();
    if (call.has("--json")) {
      call.json(check);
    } else {
      print(call, check);
    }
    return check.sound() ? ExitCode.OK.number() : ExitCode.BROKEN.number();
  }

  private static void print(Call call, PoolCheck check) {
    Table table = Table.of("KIND", "SIZE", "REPAIR", "PATH", "WHAT");
    for (PoolFlaw flaw : check.flaws()) {
      table.row(flaw.kind(), Amounts.bytes(flaw.size()), repair(flaw), flaw.path(), what(flaw));
    }
    if (!check.flaws().isEmpty()) {
      table.print(call.out());
    }
    call.out().println("The pool of storage " + check.kind() + " " + verdict(check));
  }

  private static String repair(PoolFlaw flaw) {
    return flaw.done() ? "done" : flaw.repair().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String what(PoolFlaw flaw) {
    return flaw.note().isEmpty() ? flaw.text() : flaw.text() + " (" + flaw.note() + ")";
  }

  private static String verdict(PoolCheck check) {
    if (!check.sound()) {
      return "lacks something that containers need.";
    }
    long left = check.flaws().stream().filter(f -> !f.done()).count();
    return left == 0 ? "is sound." : "is sound, but for " + left + " that it does not need.";
  }
}
