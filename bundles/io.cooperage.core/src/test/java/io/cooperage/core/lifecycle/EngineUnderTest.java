package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.job.JobService;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.template.TemplateService;
import io.cooperage.core.CrashGate;
import io.cooperage.core.Eventually;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.TestNode;
import io.cooperage.core.admission.Admission;
import io.cooperage.core.catalog.LiveCatalog;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.job.JobEngine;
import io.cooperage.core.node.ProbedHost;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.Roster;
import io.cooperage.core.template.ImageShelf;
import io.cooperage.core.template.NodeTemplates;
import io.cooperage.spi.backup.BackupTarget;
import io.cooperage.spi.backup.Backups;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.storage.Transfer;
import io.cooperage.spi.storage.Upkeep;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.template.TemplateSource;
import io.cooperage.testing.fake.FakeArchive;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole engine on a fake host. Several in a row on one host are daemons that follow each other.
 */
public final class EngineUnderTest implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeHost host;
  private final RecordedEvents events = new RecordedEvents();
  private final CrashGate gate = new CrashGate();
  private final TestLeases leases = new TestLeases(events);
  private final LiveCatalog catalog;
  private final JobEngine jobs = new JobEngine(leases.leases());
  private final EngineRoom room;
  private final ContainerService containers;
  private final DiskService disks;
  private final TemplateService templates;
  private final StorageProvider storage;
  private final NetworkProvider network;
  private final IsolationProvider isolation;
  private final ResourceController cpu;
  private final CgroupProvider cgroups;
  private io.cooperage.spi.storage.Snapshots snapshots;
  private BackupTarget target;

  /** An engine with every service there. */
  public EngineUnderTest(FakeHost host, Path folder) {
    this(host, folder, true);
  }

  /** An engine, with its providers or without. */
  public EngineUnderTest(FakeHost host, Path folder, boolean providers) {
    this.host = host;
    catalog = new LiveCatalog(leases.leases(), folder);
    storage = gate.guard(StorageProvider.class, host.storage());
    network = gate.guard(NetworkProvider.class, host.network());
    isolation = gate.guard(IsolationProvider.class, host.isolation());
    cpu = gate.guard(ResourceController.class, host.cpu());
    cgroups = gate.guard(CgroupProvider.class, host.cgroups());
    leases.add(Family.PARAMETERS, (ParameterOwner) new GuestParameters());
    if (providers) {
      addStore();
      addProviders();
    }
    Roster roster = new Roster();
    ImageShelf shelf = new ImageShelf(leases.leases());
    NodeTemplates nodeTemplates = new NodeTemplates(leases.leases(), shelf, jobs, roster, events);
    templates = nodeTemplates;
    TestNode node = new TestNode(folder);
    ProbedHost facts = new ProbedHost(leases.leases());
    room =
        new EngineRoom(
            leases.leases(),
            catalog,
            roster,
            events,
            jobs,
            shelf,
            nodeTemplates,
            new Admission(leases.leases(), catalog, facts, roster, node),
            node);
    containers = new ContainerEngine(room);
    disks = new DiskEngine(room);
    if (providers) {
      awaitReady();
    }
  }

  void addStore() {
    leases.add(Family.STORE, gate.guard(ContainerStore.class, host.store()));
  }

  void addProviders() {
    addController();
    addProvidersWithoutController();
  }

  void addController() {
    leases.add(Family.CONTROLLER, cpu);
  }

  void addProvidersWithoutController() {
    leases.add(Family.STORAGE, storage);
    leases.add(Family.TRANSFER, gate.guard(Transfer.class, host.transfer()));
    leases.add(Family.UPKEEP, gate.guard(Upkeep.class, host.upkeep()));
    leases.add(Family.NETWORK, network);
    leases.add(Family.CGROUP, cgroups);
    leases.add(Family.TEMPLATE_IMAGES, gate.guard(TemplateImages.class, host.images()));
    leases.add(Family.TEMPLATE_SOURCE, gate.guard(TemplateSource.class, host.source()));
    leases.add(Family.ISOLATION, isolation);
  }

  void awaitReady() {
    Eventually.holds("the engine takes orders", () -> room.waitingFor().isEmpty());
  }

  ContainerService containers() {
    return containers;
  }

  DiskService disks() {
    return disks;
  }

  TemplateService templates() {
    return templates;
  }

  JobService jobs() {
    return jobs;
  }

  LiveCatalog catalog() {
    return catalog;
  }

  RecordedEvents events() {
    return events;
  }

  EngineRoom room() {
    return room;
  }

  CrashGate gate() {
    return gate;
  }

  TestLeases leases() {
    return leases;
  }

  StorageProvider storage() {
    return storage;
  }

  NetworkProvider network() {
    return network;
  }

  IsolationProvider isolation() {
    return isolation;
  }

  CgroupProvider cgroups() {
    return cgroups;
  }

  ResourceController cpu() {
    return cpu;
  }

  /** Adds snapshots and backups of the disks, and where these are kept. */
  EngineUnderTest with(FakeArchive archive) {
    withoutTarget(archive);
    leases.add(Family.BACKUP_TARGET, target);
    return this;
  }

  /** The same without where they are kept. */
  EngineUnderTest withoutTarget(FakeArchive archive) {
    snapshots = gate.guard(io.cooperage.spi.storage.Snapshots.class, archive);
    target = gate.guard(BackupTarget.class, archive);
    leases.add(Family.SNAPSHOTS, snapshots);
    leases.add(Family.BACKUPS, gate.guard(Backups.class, archive));
    return this;
  }

  BackupTarget target() {
    return target;
  }

  io.cooperage.spi.storage.Snapshots snapshots() {
    return snapshots;
  }

  static ContainerRef ref(int ctid) {
    return ContainerRef.of(new Ctid(ctid));
  }

  /** Makes a CT; settings as "name=text". */
  Container create(int ctid, String... settings) {
    return containers.create(request(ctid, settings)).await(PATIENCE).orElseThrow();
  }

  static CreateRequest request(int ctid, String... settings) {
    CreateRequest.Builder builder = CreateRequest.builder().ctid(new Ctid(ctid));
    settings(settings).forEach(builder::setting);
    return builder.build();
  }

  static List<RawSetting> settings(String... settings) {
    return Stream.of(settings)
        .map(s -> s.split("=", 2))
        .map(s -> RawSetting.set(s[0], s[1]))
        .toList();
  }

  Container start(int ctid) {
    return containers.start(ref(ctid), StartOptions.defaults()).await(PATIENCE).orElseThrow();
  }

  Container get(int ctid) {
    return containers.find(ref(ctid)).orElseThrow();
  }

  void awaitState(int ctid, ContainerState state) {
    Eventually.holds(
        "CT " + ctid + " is " + state,
        () -> get(ctid).state() == state && get(ctid).busyJob().isEmpty());
  }

  /** As kill -9 does. */
  void crash() {
    gate.shut();
    close();
  }

  @Override
  public void close() {
    room.close();
    jobs.close();
    leases.close();
  }
}
