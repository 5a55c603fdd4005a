package io.cooperage.controller.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.QuotaKind;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Switches the limits of users and groups on a CT's own file system on and off. The limits
 * themselves are stored in the file system.
 */
@Component(service = {ResourceController.class, QuotaService.class})
public final class QuotaController implements ResourceController, QuotaService {
  static final Parameter<Long> QUOTA_UGID_LIMIT =
      Parameter.builder("quotaugidlimit", ValueTypes.integer(0, 4_294_967_295L))
          .unit("users and groups")
          .defaultText("0")
          .description(
              "Whether users and groups inside the CT have quotas on its disk: 0 is off, any other"
                  + " number is on.")
          .group("disk")
          .applies(Applies.RESTART)
          .build();

  private final DiskSource disks;

  private final boolean possible;

  /** The number that was asked for; the kernel keeps only that there is one. */
  private final Map<ContainerId, Long> asked = new ConcurrentHashMap<>();

  private final HeldDisks held = new HeldDisks();

  @Activate
  public QuotaController() {
    this(MountedDisk::of, new QuotaProbe().features().containsValue("yes"));
  }

  /** Takes whether the kernel has quotas at all; without, no disk is opened for them. */
  QuotaController(DiskSource disks, boolean possible) {
    this.disks = disks;
    this.possible = possible;
  }

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(QUOTA_UGID_LIMIT);
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    boolean lacking =
        QuotaProbe.OPTIONS.keySet().stream()
            .allMatch(type -> host.feature(QuotaProbe.feature(type)).equals("no"));
    return wanted(proposed) > 0 && lacking
        ? List.of(
            new Problem(
                QUOTA_UGID_LIMIT.name(),
                proposed.texts(QUOTA_UGID_LIMIT).get(0),
                "needs a kernel with quotas, and this one has neither CONFIG_QFMT_V2 (ext4) nor"
                    + " CONFIG_XFS_QUOTA (xfs)",
                "boot another kernel, or leave it 0"))
        : List.of();
  }

  private static long wanted(ParameterValues values) {
    return values.get(QUOTA_UGID_LIMIT).orElse(0L);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    long wanted = wanted(total);
    if (wanted > 0 || (possible && asked.getOrDefault(cell.id(), 0L) > 0)) {
      try (QuotaDisk disk = disks.open(cell.id(), cell.disk())) {
        for (QuotaKind kind : QuotaKind.values()) {
          change(cell, disk, kind, wanted > 0);
        }
      }
    }
    asked.put(cell.id(), wanted);
    held.hold(cell.id(), cell.disk());
  }

  private static void change(Cell cell, QuotaDisk disk, QuotaKind kind, boolean on) {
    if (on) {
      new QuotaBook(cell.id(), disk).requireCounted(kind);
    }
    try {
      if (on) {
        disk.enforce(kind);
      } else if (disk.enforced(kind)) {
        disk.release(kind);
      }
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "CT " + cell.id() + ": quotas: " + e.getMessage(), "", e);
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    String where = "quotas of users and groups on the CT's disk";
    long limit = inForce(cell) ? Math.max(1, asked.getOrDefault(cell.id(), 1L)) : 0;
    return List.of(Effective.of(QUOTA_UGID_LIMIT, limit, where));
  }

  private boolean inForce(Cell cell) {
    if (!possible) {
      return false;
    }
    try (QuotaDisk disk = disks.open(cell.id(), cell.disk())) {
      return disk.enforced(QuotaKind.USER) && disk.enforced(QuotaKind.GROUP);
    }
  }

  /** Blocks and files of the whole disk: what is full when a CT gets ENOSPC. */
  @Override
  public List<ResourceCount> counts(Cell cell) {
    return held.with(cell.id(), device -> counts(cell.id(), device)).orElse(List.of());
  }

  private List<ResourceCount> counts(ContainerId id, Optional<BlockDevice> device) {
    if (device.isEmpty()) {
      return List.of();
    }
    try (QuotaDisk disk = disks.open(id, device)) {
      FileSystemStatus space = disk.space();
      return List.of(
          ResourceCount.held("diskspace", "bytes", space.totalBytes() - space.freeBytes())
              .limit(space.totalBytes()),
          ResourceCount.held("diskinodes", "files", space.inodes() - space.freeInodes())
              .limit(space.inodes()));
    }
  }

  @Override
  public List<QuotaEntry> report(ContainerId id) {
    return booked(id, QuotaBook::entries);
  }

  @Override
  public void set(ContainerId id, QuotaOwner owner, long ownerId, QuotaLimits limits) {
    booked(
        id,
        book -> {
          book.set(owner, ownerId, limits);
          return true;
        });
  }

  private <T> T booked(ContainerId id, Function<QuotaBook, T> work) {
    return held.with(
            id,
            device -> {
              try (QuotaDisk disk = disks.open(id, device)) {
                return work.apply(new QuotaBook(id, disk));
              }
            })
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NOT_RUNNING,
                    "CT " + id + " does not run, so its disk cannot be asked"));
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
    held.release(cell.id());
  }
}
