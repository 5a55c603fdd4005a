package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Clones;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.PoolRoom;
import io.cooperage.spi.storage.SourceImage;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.Transfer;
import io.cooperage.spi.storage.Upkeep;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.storage.VolumeUsage;
import io.cooperage.storage.ploop.attach.BackEnds;
import io.cooperage.storage.ploop.attach.DescriptorHolder;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.snapshot.DiskSnapshots;
import io.cooperage.storage.ploop.snapshot.ImageCopies;
import io.cooperage.storage.ploop.transfer.DiskTransfer;
import io.cooperage.storage.ploop.transfer.ImageViews;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Disks of CTs as ploop images in the node's pool. */
@Component(service = {StorageProvider.class, Clones.class, Transfer.class, Upkeep.class})
public final class PloopStorage implements StorageProvider, Clones, Transfer, Upkeep {
  /** The kind that is stored with CTs. */
  static final String KIND = "ploop";

  private static final String SPACE = "disk.space";

  private final PloopPool pool;
  private final PloopParameters parameters;
  private final Disks disks;
  private final BackEnds backEnds;
  private final ImageViews views;
  private final PoolReport report;
  private final WholeDevice wholeDevice = new WholeDevice();

  @Activate
  public PloopStorage(
      @Reference PloopPool pool,
      @Reference MountHolder mounts,
      @Reference DescriptorHolder descriptors,
      @Reference UserNamespaceSource namespaces,
      @Reference FrozenClone frozen) {
    this(
        pool,
        new VolumeMounts(pool, mounts, namespaces, HostAbilities.detachedOverlay()),
        descriptors,
        frozen);
    Thread thread = new Thread(backEnds::resume, "cooperage-attached");
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops serving images that are mounted where they are; the next instance goes on. */
  @Deactivate
  void close() {
    backEnds.close();
  }

  PloopStorage(
      PloopPool pool, VolumeMounts mounts, DescriptorHolder descriptors, FrozenClone frozen) {
    this.pool = pool;
    this.parameters = new PloopParameters(pool.settings().defaultDiskspace());
    this.disks = new Disks(pool, mounts, copies(mounts, frozen));
    this.backEnds = BackEnds.ofHost(pool.root(), descriptors);
    this.views = new ImageViews(backEnds, mounts.fileSystems());
    this.report = new PoolReport(pool, backEnds);
  }

  static ImageCopies copies(VolumeMounts mounts, FrozenClone frozen) {
    return new ImageCopies(mounts.fileSystems(), mounts.attachment(), frozen);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return parameters.all();
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    long size = pool.opened().map(p -> p.space().total()).orElse(Long.MAX_VALUE);
    return parameters.validate(proposed, size);
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return List.of(Claim.amount(SPACE, parameters.size(values)));
  }

  /** The pool's size; how many times that may be promised is the node's to configure. */
  @Override
  public List<Capacity> capacities(HostFacts host) {
    return pool.opened()
        .map(open -> List.of(new Capacity(SPACE, "bytes", open.space().total())))
        .orElse(List.of());
  }

  @Override
  public Volume create(VolumeRequest request, ProgressSink progress) {
    DiskSpec spec = parameters.spec(request.values(), request.template());
    Volume volume = volume(request, spec);
    return pool.promised(
        disks.folder(volume),
        spec.size(),
        () -> {
          disks.create(volume, spec, progress);
          return volume;
        });
  }

  private Volume volume(VolumeRequest request, DiskSpec spec) {
    VolumeProperties properties =
        VolumeProperties.of(spec, parameters.asked(request.values()), request.template());
    return new Volume(KIND, request.container(), properties.texts());
  }

  @Override
  public Volume replace(Volume old, VolumeRequest request, ProgressSink progress) {
    return create(request, progress);
  }

  @Override
  public Volume copy(Volume source, ContainerId target, ProgressSink progress) {
    VolumeProperties properties = VolumeProperties.of(source);
    Volume volume = new Volume(KIND, target, properties.texts());
    return pool.promised(
        disks.folder(volume),
        properties.size(),
        () -> {
          disks.copy(source, volume, properties.fileSystem());
          return volume;
        });
  }

  @Override
  public Volume copySnapshot(
      Volume source, UUID snapshot, ContainerId target, ProgressSink progress) {
    VolumeProperties now = VolumeProperties.of(source);
    Path image = disks.snapshot(source, snapshot);
    long size = DiskSnapshots.size(image);
    VolumeProperties then = size == now.size() ? now : now.withSize(size, size);
    Volume volume = new Volume(KIND, target, then.texts());
    return pool.promised(
        disks.folder(volume),
        size,
        () -> {
          disks.copyImage(image, volume, then.fileSystem());
          return volume;
        });
  }

  @Override
  public List<CheckedImage> check(Volume volume, boolean repair, ProgressSink progress) {
    return disks.check(volume, repair, progress);
  }

  @Override
  public Exported exportTo(Volume volume, ExportOptions options, ProgressSink progress) {
    return disks.exportTo(volume, options, progress);
  }

  @Override
  public void abandon(ExportOptions options) {
    DiskTransfer.abandon(options);
  }

  @Override
  public SourceImage inspect(Path source, String format) {
    return DiskTransfer.inspect(source, format);
  }

  @Override
  public Volume importFrom(
      VolumeRequest request, Path source, String format, ProgressSink progress) {
    DiskSpec spec = parameters.spec(request.values(), request.template());
    Volume volume = volume(request, spec);
    return pool.promised(
        disks.folder(volume),
        spec.size(),
        () -> {
          disks.importFrom(volume, spec.fileSystem(), source, format, progress);
          if (disks.size(volume) != spec.size()) {
            disks.resize(volume, spec.size(), false);
          }
          return volume;
        });
  }

  @Override
  public Volume convert(
      Volume volume, ParameterValues total, MountRequest request, ProgressSink progress) {
    DiskSpec spec = parameters.spec(total, Optional.empty());
    VolumeProperties properties =
        VolumeProperties.of(spec, parameters.asked(total), request.layer());
    return pool.promised(
        disks.folder(volume),
        spec.size(),
        () -> {
          disks.convert(volume, spec, request, progress);
          return new Volume(KIND, volume.container(), properties.texts());
        });
  }

  @Override
  public ImageView mountImage(Path source, String format, Path folder) {
    return Failures.told(
        "mount " + source, () -> views.mount(source, format, folder, HostMount.present(folder)));
  }

  @Override
  public void unmountImage(Path folder) {
    Failures.done("unmount " + folder, () -> HostMount.leave(folder));
  }

  @Override
  public Compaction compact(Volume volume, ProgressSink progress) {
    return disks.compact(volume, progress);
  }

  @Override
  public MountedVolume mount(Volume volume, MountRequest request) {
    return disks.mount(volume, request);
  }

  @Override
  public Optional<BlockDevice> device(Volume volume) {
    return disks.device(volume);
  }

  @Override
  public List<BlockDevice> sharedDevices(Volume volume) {
    boolean template = VolumeProperties.of(volume).template().isPresent();
    return template ? wholeDevice.below(containersFolder()).stream().toList() : List.of();
  }

  @Override
  public void release(Volume volume) {
    disks.release(volume);
  }

  @Override
  public Volume apply(Volume volume, ParameterValues total, boolean attached) {
    VolumeProperties now = VolumeProperties.of(volume);
    long size = parameters.size(total);
    VolumeProperties changed = now.withSize(size, parameters.asked(total));
    if (size != now.size() || differs(volume, size)) {
      resize(volume, size, attached);
    }
    return new Volume(KIND, volume.container(), changed.texts());
  }

  // After a crash the disk may have another size than its volume says. One that is too damaged to
  // tell is not changed, so that a change which it refused can be undone.
  private boolean differs(Volume volume, long size) {
    try {
      return size != disks.size(volume);
    } catch (ContainerException e) {
      if (e.code() == ErrorCode.BROKEN_CONTAINER) {
        return false;
      }
      throw e;
    }
  }

  private void resize(Volume volume, long size, boolean attached) {
    pool.promised(
        disks.folder(volume),
        size,
        () -> {
          disks.resize(volume, size, attached);
          return volume;
        });
  }

  @Override
  public List<Effective> readBack(Volume volume) {
    VolumeProperties stored = VolumeProperties.of(volume);
    Effective size =
        Effective.of(parameters.diskspace(), disks.size(volume), "root.hds: size of the disk");
    if (stored.asked() != stored.size()) {
      size = size.roundedFrom(parameters.diskspace().type().format(stored.asked()));
    }
    List<Effective> all = new ArrayList<>();
    all.add(size);
    all.add(Effective.of(parameters.layout(), stored.layout().word(), "volume:layout"));
    all.add(Effective.of(parameters.fstype(), stored.fileSystem().type(), "volume:fstype"));
    if (stored.inodes() > 0) {
      all.add(inodes(disks.inodes(volume), stored.inodes()));
    }
    return List.copyOf(all);
  }

  /** Whole groups of inodes are made, and more of them when the disk grows. */
  private Effective inodes(long made, long asked) {
    Effective effective =
        Effective.of(parameters.diskinodes(), made, "the file system's number of inodes");
    return made == asked ? effective : effective.roundedFrom(Long.toString(asked));
  }

  @Override
  public VolumeUsage usage(Volume volume) {
    return disks.usage(volume);
  }

  @Override
  public void destroy(Volume volume) {
    disks.destroy(volume);
    pool.promises().remove(disks.folder(volume));
  }

  @Override
  public MountedVolume mountOnHost(Volume volume, MountRequest request, Path folder) {
    return disks.mountOnHost(volume, request, folder);
  }

  @Override
  public void unmountOnHost(Volume volume, Path folder) {
    disks.unmountOnHost(volume, folder);
  }

  @Override
  public PoolStatus pool() {
    return report.status();
  }

  @Override
  public Optional<PoolRoom> room() {
    return report.room();
  }

  @Override
  public long taken(Volume volume) {
    return disks.taken(volume);
  }

  @Override
  public Path containersFolder() {
    return pool.open().containers();
  }
}
