package io.cooperage.testing.fake;

import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.SourceImage;
import io.cooperage.spi.storage.Transfer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Ways in and out for the disks of {@link FakeStorage}; no file is touched. */
public final class FakeTransfer implements Transfer {
  private final FakeStorage storage;
  private final Set<Path> begun = ConcurrentHashMap.newKeySet();
  private final Set<Path> exported = ConcurrentHashMap.newKeySet();
  private final Set<Path> views = ConcurrentHashMap.newKeySet();

  FakeTransfer(FakeStorage storage) {
    this.storage = storage;
  }

  /** Exports that are neither whole nor abandoned. */
  public Set<Path> begun() {
    return new TreeSet<>(begun);
  }

  public Set<Path> exported() {
    return new TreeSet<>(exported);
  }

  @Override
  public String kind() {
    return storage.kind();
  }

  @Override
  public Exported exportTo(Volume volume, ExportOptions options, ProgressSink progress) {
    begun.add(options.file());
    storage.faults().check("export");
    progress.checkCancelled();
    begun.remove(options.file());
    exported.add(options.file());
    return new Exported(options.file(), Long.parseLong(volume.property("size")), 4096, true);
  }

  @Override
  public void abandon(ExportOptions options) {
    begun.remove(options.file());
  }

  @Override
  public SourceImage inspect(Path source, String format) {
    if (source.endsWith("broken")) {
      throw new ContainerException(ErrorCode.BAD_VALUE, "cannot import " + source, "Mend it.");
    }
    return new SourceImage(
        format.isEmpty() ? "raw" : format,
        List.of(RawSetting.set("layout", "ploop"), RawSetting.set("diskspace", "3G")));
  }

  /** Folders with an image. */
  public Set<Path> views() {
    return new TreeSet<>(views);
  }

  @Override
  public ImageView mountImage(Path source, String format, Path folder) {
    storage.faults().check("view");
    views.add(folder);
    return new ImageView(source, folder, inspect(source, format).format(), "ext4", "fake");
  }

  @Override
  public void unmountImage(Path folder) {
    storage.faults().check("unview");
    views.remove(folder);
  }

  @Override
  public Volume convert(
      Volume volume, ParameterValues total, MountRequest request, ProgressSink progress) {
    storage.faults().check("convert");
    Map<String, String> properties = new TreeMap<>(volume.properties());
    properties.put("layout", total.get(FakeStorage.LAYOUT).orElseThrow());
    return new Volume(kind(), volume.container(), properties);
  }

  @Override
  public Volume importFrom(
      VolumeRequest request, Path source, String format, ProgressSink progress) {
    storage.faults().check("import");
    return storage.create(request, progress);
  }
}
