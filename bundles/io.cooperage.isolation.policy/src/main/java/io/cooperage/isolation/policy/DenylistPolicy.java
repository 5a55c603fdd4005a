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
 * The default policy: everything is allowed but a table of calls. A CT in a user namespace keeps
 * all capabilities there, but for those that can do nothing in it and only let programs fail late;
 * a privileged CT loses what reaches the host.
 */
@Component(service = IsolationPolicy.class)
public final class DenylistPolicy implements TrialPolicy, FeatureOpenings {
  private final Filters filters;
  private final PrivilegeTable privileges;
  private final TrialLog trials;
  private final OpeningTable openings = OpeningTable.builtIn();

  @Activate
  public DenylistPolicy(@Reference TrialLog trials) {
    this(new Filters(), PrivilegeTable.builtIn(), trials);
    rules(new IdMap(1, 1), Set.of());
  }

  DenylistPolicy(Filters filters, PrivilegeTable privileges, TrialLog trials) {
    this.filters = filters;
    this.privileges = privileges;
    this.trials = trials;
  }

  @Override
  public String name() {
    return "denylist";
  }

  @Override
  public Rules rules(IdMap idMap, Set<String> features) {
    Kind kind = Kind.of(idMap, features, filters.table());
    return privileges.rules(kind, filters.denying(kind, false), List.of());
  }

  @Override
  public Openings openings(Set<String> features) {
    return openings.of(features);
  }

  @Override
  public List<BpfProgram> trial(IdMap idMap, Set<String> features) {
    return List.of(filters.denying(Kind.of(idMap, features, filters.table()), true));
  }

  @Override
  public void began(Sandbox sandbox, IdMap idMap) {
    trials.begin(idMap, sandbox.init());
  }
}
