package io.cooperage.isolation.policy;

import io.cooperage.spi.isolation.FeatureOpenings;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.isolation.Openings;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.TrialPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The stricter policy: nothing is allowed but a table of calls. Those that the kernel gets in
 * future are shut, at the price that programs may need one of them. What the deny table answers it
 * answers here too: its program is loaded last, so that its errno holds.
 */
@Component(service = IsolationPolicy.class, property = "service.ranking:Integer=-10")
public final class AllowlistPolicy implements TrialPolicy, FeatureOpenings {
  private final Filters filters;
  private final PrivilegeTable privileges;
  private final TrialLog trials;
  private final OpeningTable openings = OpeningTable.builtIn();

  @Activate
  public AllowlistPolicy(@Reference TrialLog trials) {
    this(new Filters(), PrivilegeTable.builtIn(), trials);
  }

  AllowlistPolicy(Filters filters, PrivilegeTable privileges, TrialLog trials) {
    this.filters = filters;
    this.privileges = privileges;
    this.trials = trials;
  }

  @Override
  public String name() {
    return "allowlist";
  }

  @Override
  public Rules rules(IdMap idMap, Set<String> features) {
    Kind kind = Kind.of(idMap, features, filters.table());
    return privileges.rules(kind, filters.denying(kind, false), List.of(filters.allowing(false)));
  }

  @Override
  public Openings openings(Set<String> features) {
    return openings.of(features);
  }

  @Override
  public List<BpfProgram> trial(IdMap idMap, Set<String> features) {
    Kind kind = Kind.of(idMap, features, filters.table());
    return List.of(filters.allowing(true), filters.denying(kind, true));
  }

  @Override
  public void began(Sandbox sandbox, IdMap idMap) {
    trials.begin(idMap, sandbox.init());
  }
}
