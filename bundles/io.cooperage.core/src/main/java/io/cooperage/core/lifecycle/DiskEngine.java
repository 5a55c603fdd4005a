package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Work on disks for the fronts, handed to the part that does it. */
@Component(service = DiskService.class)
public final class DiskEngine implements DiskService {
  private final EngineRoom room;

  /** Called by the framework. */
  @Activate
  public DiskEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  @Override
  public Job<DiskCheck> check(ContainerRef ref, boolean repair) {
    return room.lifecycle().diskJobs().check(room.need(ref), repair);
  }

  @Override
  public Job<Compaction> compact(ContainerRef ref) {
    return room.lifecycle().diskJobs().compact(room.need(ref));
  }

  @Override
  public Job<Exported> exportTo(ContainerRef ref, ExportOptions options) {
    return room.lifecycle().diskJobs().exportTo(room.need(ref), options);
  }

  @Override
  public Job<Container> convert(ContainerRef ref, List<RawSetting> settings) {
    return room.lifecycle().reshaping().convert(room.need(ref), settings);
  }

  @Override
  public Job<Container> importFrom(ImportRequest request) {
    room.requireLoaded();
    return room.lifecycle().creation().importFrom(request);
  }

  @Override
  public ImageView mountImage(Path file, String format) {
    return room.lifecycle().imageMounts().mount(file, format);
  }

  @Override
  public void unmountImage(Path file) {
    room.lifecycle().imageMounts().unmount(file);
  }

  @Override
  public Optional<DiskCheck> checked(ContainerRef ref) {
    return room.lifecycle().diskJobs().checked(room.need(ref));
  }
}
