package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.PlainForm;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct top}. */
@Component(service = Verb.class)
public final class TopVerb extends ContainerVerb {
  private static final String HOME_AND_CLEAR = "\033[H\033[J";
  private static final long PATIENCE_MILLIS = 3000;
  private static final long STEP_MILLIS = 100;
  private static final long FRESH_MILLIS = 2500;
  private static final long MOST = 1_000_000;
  private static final int USUAL_ROWS = 40;

  @Activate
  public TopVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "top", "Shows the live use of all running containers.")
            .flag("-b", "One table below the other, for files; once unless -n says more.")
            .flag("--batch", "The same.")
            .option("-n", "COUNT", "Tables to show; else until interrupted.", Completion.NONE)
            .option("-d", "SECONDS", "Seconds between two tables; 1 if not given.", Completion.NONE)
            .option(
                "-s",
                "KEY",
                "Sort by " + String.join(", ", TopColumn.names()) + " (largest first) or ctid.",
                prefix -> keys())
            .option("--rows", "COUNT", "Rows of a table on a terminal.", Completion.NONE)
            .json()
            .example("ct top -b -n 3 -s mem"));
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(TopColumn.names());
    keys.add("ctid");
    return keys;
  }

  @Override
  protected int run(Call call) {
    Comparator<Container> order = order(call.value("-s").orElse("cpu"));
    if (call.has("--json")) {
      freshen(call);
      call.json(running(order).stream().map(TopVerb::fields).toList());
      return 0;
    }
    boolean screen = call.caller().terminal() && !call.has("-b") && !call.has("--batch");
    long rows = call.number("--rows", 1, MOST).orElse(screen ? (long) USUAL_ROWS : MOST);
    long tables = call.number("-n", 1, MOST).orElse(screen ? MOST : 1L);
    long seconds = call.number("-d", 1, 3600).orElse(1L);
    freshen(call);
    for (long i = 0; i < tables && !call.caller().gone(); i++) {
      if (i > 0 && !pause(call, seconds)) {
        return 0;
      }
      print(call, running(order), screen, rows);
    }
    return 0;
  }

  private static Comparator<Container> order(String key) {
    Comparator<Container> byNumber = Comparator.comparing(Container::ctid);
    if (key.equals("ctid")) {
      return byNumber;
    }
    TopColumn column =
        TopColumn.named(key)
            .orElseThrow(() -> Call.bad("-s", key, "must be one of " + String.join(", ", keys())));
    Comparator<Container> byAmount =
        Comparator.comparingDouble(c -> column.of().apply(c).orElse(-1));
    return byAmount.reversed().thenComparing(byNumber);
  }

  private List<Container> running(Comparator<Container> order) {
    return containers
        .list(ContainerFilter.inState(ContainerState.RUNNING, ContainerState.PAUSED))
        .stream()
        .sorted(order)
        .toList();
  }

  /** Samples are rare while nobody looks; a first table of old ones would mislead. */
  private void freshen(Call call) {
    for (long waited = 0; waited < PATIENCE_MILLIS && stale(); waited += STEP_MILLIS) {
      if (call.caller().gone() || !rest(STEP_MILLIS)) {
        return;
      }
    }
  }

  private boolean stale() {
    return containers.list(ContainerFilter.inState(ContainerState.RUNNING)).stream()
        .map(Container::usage)
        .anyMatch(u -> u.ageMillis() > FRESH_MILLIS || u.rates().isEmpty());
  }

  private static boolean pause(Call call, long seconds) {
    call.out().flush();
    long steps = TimeUnit.SECONDS.toMillis(seconds) / STEP_MILLIS;
    for (long i = 0; i < steps; i++) {
      if (call.caller().gone() || !rest(STEP_MILLIS)) {
        return false;
      }
    }
    return true;
  }

  private static boolean rest(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void print(Call call, List<Container> all, boolean screen, long rows) {
    List<String> headings = new ArrayList<>(List.of("CTID", "NAME"));
    TopColumn.ALL.forEach(c -> headings.add(c.heading()));
    Table table = new Table(headings);
    for (Container c : all.stream().limit(rows).toList()) {
      List<String> cells =
          new ArrayList<>(List.of(c.ctid().toString(), c.name().map(Object::toString).orElse("")));
      TopColumn.ALL.forEach(column -> cells.add(column.cell(c)));
      table.row(cells);
    }
    if (screen) {
      call.out().print(HOME_AND_CLEAR);
    }
    table.print(call.out());
    if (all.size() > rows) {
      call.out().println("and " + (all.size() - rows) + " more");
    }
  }

  private static Map<String, Object> fields(Container c) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ctid", PlainForm.of(c.ctid()));
    fields.put("name", PlainForm.of(c.name()));
    for (TopColumn column : TopColumn.ALL) {
      OptionalDouble amount = column.of().apply(c);
      fields.put(column.name(), amount.isEmpty() ? null : (Object) amount.getAsDouble());
    }
    fields.put("ageMillis", c.usage().ageMillis());
    return fields;
  }
}
