package io.cooperage.core.node;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.Finding;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.node.NodeInfo;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import io.cooperage.core.admission.Admission;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.storage.StorageProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node for the fronts. */
@Component(service = NodeService.class)
public final class NodeOverview implements NodeService {
  private static final Logger LOG = LoggerFactory.getLogger(NodeOverview.class);

  private final NodeDefaults node;
  private final Leases leases;
  private final ProbedHost host;
  private final HostLedger ledger;
  private final ContainerService containers;
  private final NodeContainers life;
  private final Jobs jobs;
  private final Admission admission;
  private final ParameterCatalog catalog;
  private final Recipe release;

  /** Called by the framework. */
  @Activate
  public NodeOverview(
      @Reference NodeDefaults node,
      @Reference Leases leases,
      @Reference ProbedHost host,
      @Reference HostLedger ledger,
      @Reference ContainerService containers,
      @Reference NodeContainers life,
      @Reference Jobs jobs,
      @Reference Admission admission,
      @Reference ParameterCatalog catalog) {
    this.node = node;
    this.leases = leases;
    this.host = host;
    this.ledger = ledger;
    this.containers = containers;
    this.life = life;
    this.jobs = jobs;
    this.admission = admission;
    this.catalog = catalog;
    this.release =
        Recipe.committing(
            "release", false, 0, List.of(new StopAll(life, jobs), new RestoreHost(leases, ledger)));
  }

  @Override
  public NodeInfo info() {
    return new NodeInfo(
        node.uuid().toString(),
        node.name(),
        version(getClass()),
        facts(),
        counts(),
        components(),
        admission.budgets());
  }

  private static String version(Class<?> type) {
    return Optional.ofNullable(FrameworkUtil.getBundle(type))
        .map(Bundle::getVersion)
        .map(Object::toString)
        .orElse("");
  }

  private Map<String, String> facts() {
    HostFacts facts = host.facts();
    Map<String, String> all = new TreeMap<>(facts.features());
    all.put("kernel", facts.kernel());
    all.put("memory", Long.toString(facts.memory()));
    all.put("cpus", Integer.toString(facts.cpus()));
    all.put("state-folder", node.stateFolder().toString());
    all.put("run-folder", node.runFolder().toString());
    all.put("cgroup-parent", node.cgroupParent());
    return all;
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    try {
      for (Container c : containers.list(ContainerFilter.all())) {
        counts.merge(c.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      }
    } catch (ContainerException e) {
      LOG.debug("No CTs are counted: {}", e.getMessage());
    }
    return counts;
  }

  private Map<String, String> components() {
    Map<String, String> versions = new TreeMap<>();
    for (Family<?> family : Family.ALL) {
      for (Offer<?> offer : leases.offers(family)) {
        versions.putIfAbsent(offer.describe(), version(offer.serviceClass()));
      }
    }
    return versions;
  }

  @Override
  public List<Finding> doctor() {
    List<Finding> all = new ArrayList<>(host.findings());
    catalog.parameters().stream()
        .filter(p -> p.status() == ParameterStatus.SHADOWED)
        .forEach(p -> all.add(shadow(p)));
    return all;
  }

  private static Finding shadow(ParameterInfo p) {
    return new Finding(
        "parameter " + p.name(),
        Finding.Grade.DEGRADED,
        p.owner() + " is shadowed: " + p.detail(),
        "it takes over when the other leaves, or by a higher service ranking");
  }

  @Override
  public List<HostChange> changes() {
    return ledger.changes();
  }

  @Override
  public List<PoolStatus> pools() {
    List<PoolStatus> pools = new ArrayList<>();
    for (Offer<StorageProvider> storage : leases.offers(Family.STORAGE)) {
      pools.add(storage.bounded(StorageProvider::pool));
    }
    return pools;
  }

  @Override
  public List<String> waitingFor() {
    return life.waitingFor();
  }

  @Override
  public Job<Void> release() {
    return jobs.submit(JobRequest.of(release, "", Map.of(), c -> Optional.empty()));
  }
}
