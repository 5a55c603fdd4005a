package io.cooperage.testing.front;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Disks of one image each, as damaged as the test wants them. */
public final class FakeDisks implements DiskService {
  private static final long SIZE = 1 << 30;

  private final FakeJobs jobs;
  private final ContainerService containers;
  private final List<Object> asked = new ArrayList<>();
  private final List<DiskFault> faults = new ArrayList<>();
  private Optional<DiskCheck> last = Optional.empty();

  public FakeDisks(FakeJobs jobs, ContainerService containers) {
    this.jobs = jobs;
    this.containers = containers;
  }

  /** What every disk has from now on. */
  public void damage(DiskFault fault) {
    faults.add(fault);
  }

  private Container need(ContainerRef ref) {
    return containers
        .find(ref)
        .orElseThrow(
            () -> new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no CT " + ref));
  }

  @Override
  public Job<DiskCheck> check(ContainerRef ref, boolean repair) {
    need(ref);
    List<DiskFault> repaired =
        repair ? faults.stream().filter(DiskFault::repairable).toList() : List.of();
    faults.removeAll(repaired);
    CheckedImage image =
        new CheckedImage("root.hds", Optional.empty(), SIZE, SIZE / 2, faults, repaired);
    last = Optional.of(new DiskCheck(Instant.EPOCH, repair, List.of(image)));
    return jobs.start("check", ref.toString(), last);
  }

  @Override
  public Job<Compaction> compact(ContainerRef ref) {
    need(ref);
    return jobs.start(
        "compact", ref.toString(), Optional.of(new Compaction(SIZE, SIZE / 2, 100, 1)));
  }

  @Override
  public Job<Exported> exportTo(ContainerRef ref, ExportOptions options) {
    need(ref);
    asked.add(options);
    Exported exported = new Exported(options.file(), SIZE, SIZE / 2, false);
    return jobs.start("export", ref.toString(), Optional.of(exported));
  }

  @Override
  public Job<Container> importFrom(ImportRequest request) {
    asked.add(request);
    return containers.create(request.container());
  }

  @Override
  public Job<Container> convert(ContainerRef ref, List<RawSetting> settings) {
    asked.add(settings);
    return jobs.start("convert", ref.toString(), Optional.of(need(ref)));
  }

  @Override
  public ImageView mountImage(Path file, String format) {
    if (file.endsWith("compressed")) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, "it is compressed", "'ct import' it.");
    }
    asked.add(file);
    String found = format.isEmpty() ? "raw" : format;
    return new ImageView(file, Path.of("/run/mnt/image"), found, "ext4", "loop-identity");
  }

  @Override
  public void unmountImage(Path file) {
    if (!asked.remove(file)) {
      throw new ContainerException(ErrorCode.NOT_MOUNTED, "the image " + file + " is not mounted");
    }
  }

  /** Exports, conversions and imports that were asked for. */
  public List<Object> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<DiskCheck> checked(ContainerRef ref) {
    need(ref);
    return last;
  }
}
