package io.cooperage.testing.fake;

import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Upkeep;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Care of the disks of {@link FakeStorage}; they are broken until they are repaired. */
public final class FakeUpkeep implements Upkeep {
  private static final DiskFault FAULT =
      new DiskFault("leak", 2, "clusters that nothing names", true, true);

  private final FakeStorage storage;
  private final List<DiskFault> faults = new CopyOnWriteArrayList<>();

  FakeUpkeep(FakeStorage storage) {
    this.storage = storage;
  }

  /** Breaks all disks. */
  public void damage() {
    faults.add(FAULT);
  }

  @Override
  public String kind() {
    return storage.kind();
  }

  @Override
  public Compaction compact(Volume volume, ProgressSink progress) {
    storage.faults().check("compact");
    return new Compaction(8L << 20, 3L << 20, 9, 1);
  }

  @Override
  public List<CheckedImage> check(Volume volume, boolean repair, ProgressSink progress) {
    storage.faults().check("check");
    progress.checkCancelled();
    List<DiskFault> found = List.copyOf(faults);
    if (repair) {
      faults.clear();
      storage.faults().check("repaired");
    }
    long size = Long.parseLong(volume.property("size"));
    return List.of(
        new CheckedImage(
            "root.hds",
            Optional.empty(),
            size,
            8192,
            repair ? List.of() : found,
            repair ? found : List.of()));
  }
}
