package io.cooperage.isolation.policy;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.isolation.policy.Trial.Heard;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.TrialPolicy;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells what a policy on trial would have denied to a CT. */
@Component(service = IsolationInspector.class, property = "service.ranking:Integer=-10")
public final class TrialInspector implements IsolationInspector {
  /** Calls that a report names. */
  private static final int NAMED = 20;

  private static final String COST = "each such call goes through and is logged by the kernel";

  private final TrialLog log;
  private final LibSeccomp library = new LibSeccomp();

  @Activate
  public TrialInspector(@Reference TrialLog log) {
    this.log = log;
  }

  @Override
  public String kind() {
    return "namespaces";
  }

  @Override
  public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
    String policy = sandbox.properties().getOrDefault(TrialPolicy.TRIAL, "");
    if (policy.isEmpty()) {
      return List.of();
    }
    String name = "trial of " + policy;
    if (cell.idMap().privileged()) {
      return List.of(unheard(name, "its user ids are the host's"));
    }
    // A service that came after the CT's start or adoption has not been told of it.
    log.begin(cell.idMap(), sandbox.init());
    Optional<String> failure = log.failure();
    Optional<Heard> heard = log.of(sandbox.init());
    return List.of(
        heard
            .filter(h -> failure.isEmpty() || !h.counts().isEmpty())
            .map(h -> layer(name, h, failure))
            .orElseGet(() -> unheard(name, failure.orElse("its init has ended"))));
  }

  /** The filters are loaded, but nobody hears what they tell: to say "nothing" would be wrong. */
  private static IsolationLayer unheard(String name, String why) {
    return IsolationLayer.absent(
        name,
        IsolationGrade.STRONG,
        "nothing is heard: " + why,
        "only the kernel's log tells what would have been denied");
  }

  private IsolationLayer layer(String name, Heard heard, Optional<String> failure) {
    return new IsolationLayer(
        name,
        IsolationLayer.State.ON,
        IsolationGrade.STRONG,
        told(heard),
        COST
            + (heard.incomplete() ? "; some came too fast to be counted" : "")
            + failure.map(why -> "; no more are heard: " + why).orElse(""));
  }

  private String told(Heard heard) {
    String since = " since " + heard.since().truncatedTo(ChronoUnit.SECONDS);
    if (heard.counts().isEmpty() && heard.others() == 0) {
      return "nothing would have been denied" + since;
    }
    List<Map.Entry<SystemCall, Long>> most =
        heard.counts().entrySet().stream()
            .sorted(
                Map.Entry.<SystemCall, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(NAMED)
            .toList();
    List<String> parts =
        most.stream()
            .map(e -> e.getKey().describe(library) + " " + e.getValue() + "x")
            .collect(Collectors.toCollection(ArrayList::new));
    long rest = sum(heard.counts().values()) + heard.others() - sum(values(most));
    if (rest > 0) {
      parts.add("others " + rest + "x");
    }
    return "would have denied " + String.join(", ", parts) + since;
  }

  private static List<Long> values(List<Map.Entry<SystemCall, Long>> entries) {
    return entries.stream().map(Map.Entry::getValue).toList();
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }
}
