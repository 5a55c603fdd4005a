package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ResourceCounter;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct ubc}: what {@code /proc/user_beancounters} was. */
@Component(service = Verb.class)
public final class UbcVerb extends ContainerVerb {

  @Activate
  public UbcVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "ubc", "Shows what a container holds, and how often it was refused more.")
            .argument("CTID", ContainerWords.running(containers))
            .flag("-b", "Bare numbers.")
            .json()
            .example("ct ubc 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) {
    List<ResourceCounter> counters = containers.counters(call.container());
    if (call.has("--json")) {
      call.json(counters);
      return 0;
    }
    boolean bare = call.has("-b");
    Table table = Table.of("RESOURCE", "UNIT", "HELD", "MAXHELD", "BARRIER", "LIMIT", "FAILCNT");
    for (ResourceCounter c : counters) {
      boolean bytes = c.unit().equals("bytes") && !bare;
      table.row(
          c.resource(),
          c.unit(),
          amount(OptionalLong.of(c.held()), bytes),
          amount(c.maxHeld(), bytes),
          amount(c.barrier(), bytes),
          amount(c.limit(), bytes),
          amount(c.failCount(), false));
    }
    table.print(call.out());
    return 0;
  }

  private static String amount(OptionalLong amount, boolean bytes) {
    if (amount.isEmpty()) {
      return "";
    }
    return bytes ? Amounts.bytes(amount.getAsLong()) : Long.toString(amount.getAsLong());
  }
}
