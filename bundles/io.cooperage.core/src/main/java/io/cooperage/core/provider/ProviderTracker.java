package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.core.event.Events;
import io.cooperage.spi.backup.BackupTarget;
import io.cooperage.spi.backup.Backups;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.node.HostProbe;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.preflight.PreflightCheck;
import io.cooperage.spi.storage.Clones;
import io.cooperage.spi.storage.PoolCare;
import io.cooperage.spi.storage.Snapshots;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.storage.Transfer;
import io.cooperage.spi.storage.Upkeep;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.template.TemplateSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Puts services on the shelves as the framework brings and takes them. */
@Component(service = Leases.class, configurationPid = "io.cooperage.core")
public final class ProviderTracker implements Leases {
  private final ServiceLeases leases;

  /** What an administrator may set in {@code io.cooperage.core}. */
  public @interface Config {
    /** Seconds that running calls get when their service leaves. */
    int grace_seconds() default 10;

    /** Seconds that one call of a controller may take. */
    int call_seconds() default 5;

    /** Seconds that one call of a provider may take. */
    int provider_seconds() default 60;

    /** Seconds that work on disks and templates may take, or be silent if it reports progress. */
    int work_seconds() default 1800;

    /** Failures in a row before a controller is not used any more. */
    int strikes() default 3;
  }

  /** Called by the framework. */
  @Activate
  public ProviderTracker(@Reference Events events, Config config) {
    leases =
        new ServiceLeases(
            events,
            new LeaseSettings(
                Duration.ofSeconds(config.grace_seconds()),
                Duration.ofSeconds(config.call_seconds()),
                Duration.ofSeconds(config.provider_seconds()),
                Duration.ofSeconds(config.work_seconds()),
                config.strikes()));
  }

  @Deactivate
  void close() {
    leases.close();
  }

  @Override
  public <S> List<Offer<S>> offers(Family<S> family) {
    return leases.offers(family);
  }

  @Override
  public <S> List<Offer<S>> quarantined(Family<S> family) {
    return leases.quarantined(family);
  }

  @Override
  public Subscription onChange(Consumer<Family<?>> action) {
    return leases.onChange(action);
  }

  @Override
  public <R> R together(Supplier<R> body) {
    return leases.together(body);
  }

  @Override
  public <T> void each(List<T> items, Consumer<T> body, BiConsumer<T, ContainerException> failed) {
    leases.each(items, body, failed);
  }

  private <S> void add(Family<S> family, S service, Map<String, Object> properties) {
    int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
    long id = properties.get(Constants.SERVICE_ID) instanceof Long i ? i : Long.MAX_VALUE;
    leases.add(family, service, ranking, id);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindContainerStore(ContainerStore service, Map<String, Object> properties) {
    add(Family.STORE, service, properties);
  }

  void unbindContainerStore(ContainerStore service) {
    leases.remove(Family.STORE, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCgroupProvider(CgroupProvider service, Map<String, Object> properties) {
    add(Family.CGROUP, service, properties);
  }

  void unbindCgroupProvider(CgroupProvider service) {
    leases.remove(Family.CGROUP, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTemplateImages(TemplateImages service, Map<String, Object> properties) {
    add(Family.TEMPLATE_IMAGES, service, properties);
  }

  void unbindTemplateImages(TemplateImages service) {
    leases.remove(Family.TEMPLATE_IMAGES, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStorageProvider(StorageProvider service, Map<String, Object> properties) {
    add(Family.STORAGE, service, properties);
  }

  void unbindStorageProvider(StorageProvider service) {
    leases.remove(Family.STORAGE, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSnapshots(Snapshots service, Map<String, Object> properties) {
    add(Family.SNAPSHOTS, service, properties);
  }

  void unbindSnapshots(Snapshots service) {
    leases.remove(Family.SNAPSHOTS, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindInspector(IsolationInspector service, Map<String, Object> properties) {
    add(Family.INSPECTOR, service, properties);
  }

  void unbindInspector(IsolationInspector service) {
    leases.remove(Family.INSPECTOR, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindClones(Clones service, Map<String, Object> properties) {
    add(Family.CLONES, service, properties);
  }

  void unbindClones(Clones service) {
    leases.remove(Family.CLONES, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTransfer(Transfer service, Map<String, Object> properties) {
    add(Family.TRANSFER, service, properties);
  }

  void unbindTransfer(Transfer service) {
    leases.remove(Family.TRANSFER, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUpkeep(Upkeep service, Map<String, Object> properties) {
    add(Family.UPKEEP, service, properties);
  }

  void unbindUpkeep(Upkeep service) {
    leases.remove(Family.UPKEEP, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPoolCare(PoolCare service, Map<String, Object> properties) {
    add(Family.POOL_CARE, service, properties);
  }

  void unbindPoolCare(PoolCare service) {
    leases.remove(Family.POOL_CARE, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindBackups(Backups service, Map<String, Object> properties) {
    add(Family.BACKUPS, service, properties);
  }

  void unbindBackups(Backups service) {
    leases.remove(Family.BACKUPS, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindBackupTarget(BackupTarget service, Map<String, Object> properties) {
    add(Family.BACKUP_TARGET, service, properties);
  }

  void unbindBackupTarget(BackupTarget service) {
    leases.remove(Family.BACKUP_TARGET, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindNetworkProvider(NetworkProvider service, Map<String, Object> properties) {
    add(Family.NETWORK, service, properties);
  }

  void unbindNetworkProvider(NetworkProvider service) {
    leases.remove(Family.NETWORK, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindIsolationProvider(IsolationProvider service, Map<String, Object> properties) {
    add(Family.ISOLATION, service, properties);
  }

  void unbindIsolationProvider(IsolationProvider service) {
    leases.remove(Family.ISOLATION, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTemplateSource(TemplateSource service, Map<String, Object> properties) {
    add(Family.TEMPLATE_SOURCE, service, properties);
  }

  void unbindTemplateSource(TemplateSource service) {
    leases.remove(Family.TEMPLATE_SOURCE, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindResourceController(ResourceController service, Map<String, Object> properties) {
    add(Family.CONTROLLER, service, properties);
  }

  void unbindResourceController(ResourceController service) {
    leases.remove(Family.CONTROLLER, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindParameterOwner(ParameterOwner service, Map<String, Object> properties) {
    add(Family.PARAMETERS, service, properties);
  }

  void unbindParameterOwner(ParameterOwner service) {
    leases.remove(Family.PARAMETERS, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHostProbe(HostProbe service, Map<String, Object> properties) {
    add(Family.PROBE, service, properties);
  }

  void unbindHostProbe(HostProbe service) {
    leases.remove(Family.PROBE, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHostRestorer(HostRestorer service, Map<String, Object> properties) {
    add(Family.RESTORER, service, properties);
  }

  void unbindHostRestorer(HostRestorer service) {
    leases.remove(Family.RESTORER, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPreflightCheck(PreflightCheck service, Map<String, Object> properties) {
    add(Family.PREFLIGHT, service, properties);
  }

  void unbindPreflightCheck(PreflightCheck service) {
    leases.remove(Family.PREFLIGHT, service);
  }
}
