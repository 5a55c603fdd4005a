package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct quota}. */
@Component(service = Verb.class)
public final class QuotaVerb extends ContainerVerb {
  private static final String SPACE = "--space";
  private static final String FILES = "--files";
  private static final ValueType<Long> BYTES = ValueTypes.bytes(0, 1L << 60);
  private static final ValueType<Long> COUNT = ValueTypes.integer(0, 1L << 60);
  private static final ValueType<Long> IDS = ValueTypes.integer(0, 4_294_967_294L);
  private static final QuotaLimits NONE = new QuotaLimits(0, 0, 0, 0);

  private final QuotaService quotas;

  @Activate
  public QuotaVerb(@Reference ContainerService containers, @Reference QuotaService quotas) {
    super(
        containers,
        Syntax.of("ct", "quota", "Shows or sets what users and groups of a container may store.")
            .argument("CTID", ContainerWords.in(containers, ContainerState.RUNNING))
            .argument("report|set", prefix -> List.of("report", "set"))
            .optional("user:ID|group:ID", prefix -> List.of("user:", "group:"))
            .option(SPACE, "SOFT:HARD", "Bytes with suffix; 0 is no limit.", Completion.NONE)
            .option(FILES, "SOFT:HARD", "Numbers of files; 0 is no limit.", Completion.NONE)
            .json()
            .example("ct quota 101 report")
            .example("ct quota 101 set user:1000 --space 90M:100M --files 0:5000")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
    this.quotas = quotas;
  }

  @Override
  protected int run(Call call) {
    ContainerId id = get(call.container()).id();
    String action = call.places().get(1);
    if (action.equals("report") && call.places().size() == 2) {
      report(call, quotas.report(id));
    } else if (action.equals("set") && call.places().size() == 3) {
      set(call, id, call.places().get(2));
    } else {
      throw call.usage("needs 'report', or 'set' and whom");
    }
    return 0;
  }

  private static void report(Call call, List<QuotaEntry> entries) {
    if (call.has("--json")) {
      call.json(entries);
      return;
    }
    Table table = Table.of("OWNER", "ID", "SPACE", "SOFT", "HARD", "FILES", "SOFT", "HARD");
    for (QuotaEntry e : entries) {
      QuotaLimits l = e.limits();
      table.row(
          word(e.owner()),
          Long.toString(e.id()),
          Amounts.bytes(e.space()),
          Amounts.bytes(l.softSpace()),
          Amounts.bytes(l.hardSpace()),
          Long.toString(e.files()),
          Long.toString(l.softFiles()),
          Long.toString(l.hardFiles()));
    }
    table.print(call.out());
  }

  private void set(Call call, ContainerId id, String whom) {
    int colon = whom.indexOf(':');
    QuotaOwner owner =
        Stream.of(QuotaOwner.values())
            .filter(o -> colon > 0 && word(o).equals(whom.substring(0, colon)))
            .findFirst()
            .orElseThrow(() -> Call.bad("owner", whom, "must be user:ID or group:ID"));
    long ownerId = read("owner", whom.substring(colon + 1), IDS);
    if (!call.has(SPACE) && !call.has(FILES)) {
      throw call.usage("needs " + SPACE + " or " + FILES);
    }
    Optional<long[]> space = call.value(SPACE).map(text -> pair(SPACE, text, BYTES));
    Optional<long[]> files = call.value(FILES).map(text -> pair(FILES, text, COUNT));
    // What is not named stays as it is.
    QuotaLimits now = space.isPresent() && files.isPresent() ? NONE : present(id, owner, ownerId);
    long[] s = space.orElse(new long[] {now.softSpace(), now.hardSpace()});
    long[] f = files.orElse(new long[] {now.softFiles(), now.hardFiles()});
    quotas.set(id, owner, ownerId, new QuotaLimits(s[0], s[1], f[0], f[1]));
  }

  private QuotaLimits present(ContainerId id, QuotaOwner owner, long ownerId) {
    return quotas.report(id).stream()
        .filter(e -> e.owner() == owner && e.id() == ownerId)
        .map(QuotaEntry::limits)
        .findFirst()
        .orElse(NONE);
  }

  /** One amount is the hard limit alone. */
  private static long[] pair(String option, String text, ValueType<Long> type) {
    int colon = text.indexOf(':');
    long soft = colon < 0 ? 0 : read(option, text.substring(0, colon), type);
    long hard = read(option, text.substring(colon + 1), type);
    if (hard > 0 && soft > hard) {
      throw Call.bad(option, text, "must not have a soft limit above the hard one");
    }
    return new long[] {soft, hard};
  }

  private static long read(String subject, String text, ValueType<Long> type) {
    try {
      return type.parse(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad(subject, text, e.getMessage());
    }
  }

  private static String word(QuotaOwner owner) {
    return owner.name().toLowerCase(Locale.ROOT);
  }
}
