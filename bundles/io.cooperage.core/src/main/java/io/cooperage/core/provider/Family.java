package io.cooperage.core.provider;

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
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A family of services.
 *
 * @param name first half of a waiting message: {@code storage} in "storage.ploop"
 * @param pace how long its calls may take
 * @param kindOf asks a service for its kind; the empty text in families of which a node has one
 * @param essential asks a service whether no CT starts without it
 */
public record Family<S>(
    String name, Pace pace, Function<S, String> kindOf, Predicate<S> essential) {
  private Family(String name, Pace pace, Function<S, String> kindOf) {
    this(name, pace, kindOf, s -> false);
  }

  /** How long one call may take. */
  public enum Pace {
    /** It asks or changes the kernel. */
    QUICK,
    /** It may move a disk's worth of data. */
    SLOW
  }

  public static final Family<ContainerStore> STORE = single("store");
  public static final Family<CgroupProvider> CGROUP = single("cgroup");
  public static final Family<TemplateImages> TEMPLATE_IMAGES =
      new Family<>("template-images", Pace.SLOW, s -> "");
  public static final Family<StorageProvider> STORAGE =
      new Family<>("storage", Pace.SLOW, StorageProvider::kind);
  public static final Family<Snapshots> SNAPSHOTS =
      new Family<>("snapshots", Pace.SLOW, Snapshots::kind);
  public static final Family<Clones> CLONES = new Family<>("clones", Pace.SLOW, Clones::kind);
  public static final Family<Upkeep> UPKEEP = new Family<>("upkeep", Pace.SLOW, Upkeep::kind);
  public static final Family<PoolCare> POOL_CARE =
      new Family<>("pool-care", Pace.SLOW, PoolCare::kind);
  public static final Family<Backups> BACKUPS = new Family<>("backups", Pace.SLOW, Backups::kind);
  public static final Family<BackupTarget> BACKUP_TARGET =
      new Family<>("backup-target", Pace.SLOW, BackupTarget::kind);
  public static final Family<Transfer> TRANSFER =
      new Family<>("transfer", Pace.SLOW, Transfer::kind);
  public static final Family<NetworkProvider> NETWORK =
      new Family<>("network", Pace.QUICK, NetworkProvider::kind);
  public static final Family<IsolationProvider> ISOLATION =
      new Family<>("isolation", Pace.QUICK, IsolationProvider::kind);
  public static final Family<IsolationInspector> INSPECTOR =
      new Family<>("inspector", Pace.QUICK, IsolationInspector::kind);
  public static final Family<TemplateSource> TEMPLATE_SOURCE =
      new Family<>("template", Pace.SLOW, TemplateSource::kind);
  public static final Family<ResourceController> CONTROLLER =
      new Family<>(
          "controller", Pace.QUICK, ResourceController::name, ResourceController::essential);
  public static final Family<ParameterOwner> PARAMETERS =
      new Family<>("parameters", Pace.QUICK, o -> o.getClass().getSimpleName());
  public static final Family<HostProbe> PROBE =
      new Family<>("probe", Pace.QUICK, p -> p.getClass().getSimpleName());
  public static final Family<HostRestorer> RESTORER =
      new Family<>("restorer", Pace.SLOW, HostRestorer::kind);
  public static final Family<PreflightCheck> PREFLIGHT =
      new Family<>("preflight", Pace.QUICK, PreflightCheck::name);

  /** Every family, for listings. */
  public static final List<Family<?>> ALL =
      List.of(
          STORE,
          CGROUP,
          TEMPLATE_IMAGES,
          STORAGE,
          SNAPSHOTS,
          CLONES,
          UPKEEP,
          POOL_CARE,
          BACKUPS,
          BACKUP_TARGET,
          TRANSFER,
          NETWORK,
          ISOLATION,
          INSPECTOR,
          TEMPLATE_SOURCE,
          CONTROLLER,
          PARAMETERS,
          PROBE,
          RESTORER,
          PREFLIGHT);

  private static <S> Family<S> single(String name) {
    return new Family<>(name, Pace.QUICK, s -> "");
  }

  /** As messages call a member: "storage.ploop". */
  public String describe(String kind) {
    return kind.isEmpty() ? name : name + "." + kind;
  }
}
