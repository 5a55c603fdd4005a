package io.cooperage.shell.node;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct pool grow}. */
@Component(service = Verb.class)
public final class PoolGrowVerb extends Verb {
  private static final long MOST = 1L << 50;

  private final PoolService pools;

  @Activate
  public PoolGrowVerb(@Reference NodeService node, @Reference PoolService pools) {
    super(
        PoolWords.kind(
                Syntax.of(
                        "pool",
                        "grow",
                        "Makes a storage pool that lies in a file as large as SIZE, while containers run.")
                    .argument("SIZE", Completion.NONE),
                node)
            .json()
            .example("ct pool grow 200G")
            .exits(ExitCode.NO_SPACE, ExitCode.UNSUPPORTED, ExitCode.LOCKED)
            .build());
    this.pools = pools;
  }

  @Override
  protected int run(Call call) {
    long size = size(call.places().get(0));
    PoolStatus pool = call.await(pools.grow(PoolWords.kind(call), size)).orElseThrow();
    call.answer(
        pool,
        "The pool "
            + pool.path()
            + " has "
            + Amounts.bytes(pool.total())
            + " now, "
            + Amounts.bytes(pool.free())
            + " of them free.");
    return 0;
  }

  private static long size(String text) {
    try {
      return ValueTypes.bytes(1, MOST).parse(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("SIZE", text, e.getMessage());
    }
  }
}
