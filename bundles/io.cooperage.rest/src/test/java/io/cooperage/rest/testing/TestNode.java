package io.cooperage.rest.testing;

import io.cooperage.api.firewall.FirewallCount;
import io.cooperage.rest.cli.CliResource;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.resource.ApiResource;
import io.cooperage.rest.resource.BackupsResource;
import io.cooperage.rest.resource.ContainersResource;
import io.cooperage.rest.resource.DisksResource;
import io.cooperage.rest.resource.EventsResource;
import io.cooperage.rest.resource.ExecResource;
import io.cooperage.rest.resource.FilesResource;
import io.cooperage.rest.resource.FirewallResource;
import io.cooperage.rest.resource.IsolationResource;
import io.cooperage.rest.resource.NodeResource;
import io.cooperage.rest.resource.OperationsResource;
import io.cooperage.rest.resource.ParametersResource;
import io.cooperage.rest.resource.PluginsResource;
import io.cooperage.rest.resource.QuotasResource;
import io.cooperage.rest.resource.SchedulesResource;
import io.cooperage.rest.resource.SnapshotsResource;
import io.cooperage.rest.resource.StateResource;
import io.cooperage.rest.resource.TemplatesResource;
import io.cooperage.testing.front.FakeBackups;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeDisks;
import io.cooperage.testing.front.FakeEvents;
import io.cooperage.testing.front.FakeIsolationReports;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeNode;
import io.cooperage.testing.front.FakePlugins;
import io.cooperage.testing.front.FakePools;
import io.cooperage.testing.front.FakeSchedules;
import io.cooperage.testing.front.FakeSnapshots;
import io.cooperage.testing.front.FakeTemplates;
import java.util.List;

/** Every resource of the API over services in memory. */
public final class TestNode {
  public final FakeJobs jobs = new FakeJobs();
  public final FakeContainers containers = new FakeContainers(jobs);
  public final FakeBackups backups = new FakeBackups(jobs, containers);
  public final FakeEvents events = new FakeEvents();
  public final FakeShell shell = new FakeShell();

  /** All resources. */
  public List<Resource> resources() {
    return List.of(
        new ApiResource(),
        new ContainersResource(containers),
        new StateResource(containers),
        new ExecResource(containers),
        new FilesResource(containers),
        new IsolationResource(containers, new FakeIsolationReports(containers)),
        new QuotasResource(containers, new MemoryQuotas()),
        new FirewallResource(
            containers, id -> List.of(new FirewallCount("firewall", "in drop", 2, 120))),
        new SnapshotsResource(new FakeSnapshots(jobs, containers)),
        new DisksResource(new FakeDisks(jobs, containers)),
        new BackupsResource(backups),
        new SchedulesResource(new FakeSchedules(containers)),
        new TemplatesResource(new FakeTemplates(jobs)),
        new ParametersResource(new FakeCatalog()),
        new OperationsResource(jobs),
        new EventsResource(events),
        new NodeResource(new FakeNode(jobs), new FakePools(jobs)),
        new PluginsResource(new FakePlugins(jobs)),
        new CliResource(shell));
  }

  /** A server of all resources. */
  public TestServer serve() {
    return new TestServer(resources().toArray(Resource[]::new));
  }
}
