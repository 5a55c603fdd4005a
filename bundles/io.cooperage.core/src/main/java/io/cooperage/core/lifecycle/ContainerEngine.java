package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.GuestFileAccess;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.container.ResourceCounter;
import io.cooperage.api.container.Sample;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.roster.LiveContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the fronts ask for, handed to the part that does it. */
@Component(service = ContainerService.class)
public final class ContainerEngine implements ContainerService {
  private final EngineRoom room;

  /** Called by the framework. */
  @Activate
  public ContainerEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  private LiveContainer need(ContainerRef ref) {
    requireLoaded();
    return room.parts().roster().need(ref);
  }

  private void requireLoaded() {
    if (!room.adoption().loaded()) {
      throw new ContainerException(
          ErrorCode.WAITING,
          "the node is starting: " + String.join("; ", room.adoption().waitingFor()),
          "Wait a moment; 'ct node info' shows what it waits for.");
    }
  }

  @Override
  public Job<Container> create(CreateRequest request) {
    requireLoaded();
    return room.lifecycle().creation().create(request);
  }

  @Override
  public Optional<Container> find(ContainerRef ref) {
    requireLoaded();
    return room.parts().roster().find(ref).map(room.lifecycle().snapshots()::of);
  }

  @Override
  public List<Container> list(ContainerFilter filter) {
    requireLoaded();
    List<Container> all = new ArrayList<>();
    room.parts().roster().all().forEach(c -> all.add(room.lifecycle().snapshots().of(c)));
    var broken = room.parts().roster().broken();
    for (int i = 0; i < broken.size(); i++) {
      all.add(room.lifecycle().snapshots().of(broken.get(i), i));
    }
    return all.stream().filter(filter::accepts).toList();
  }

  @Override
  public Job<Container> start(ContainerRef ref, StartOptions options) {
    return room.lifecycle().power().start(need(ref), options);
  }

  @Override
  public Job<Container> stop(ContainerRef ref, StopOptions options) {
    return room.lifecycle().power().stop(need(ref), options);
  }

  @Override
  public Job<Container> restart(ContainerRef ref, StopOptions options) {
    return room.lifecycle().power().restart(need(ref), options);
  }

  @Override
  public Job<Void> destroy(ContainerRef ref) {
    return room.lifecycle().repair().destroy(need(ref));
  }

  @Override
  public Job<Container> reinstall(ContainerRef ref, Optional<String> template) {
    return room.lifecycle().repair().reinstall(need(ref), template);
  }

  @Override
  public ChangeReport set(ContainerRef ref, List<RawSetting> settings, SetOptions options) {
    return room.lifecycle().transaction().set(need(ref), settings, options);
  }

  @Override
  public List<EffectiveValue> show(ContainerRef ref) {
    return room.lifecycle().effective().show(need(ref));
  }

  @Override
  public List<ResourceCounter> counters(ContainerRef ref) {
    return room.lifecycle().counters().of(need(ref));
  }

  @Override
  public List<Sample> samples() {
    return room.lifecycle().samples().all();
  }

  @Override
  public Container describe(
      ContainerRef ref,
      Optional<ContainerName> name,
      Map<String, String> labels,
      Optional<String> description) {
    LiveContainer live = need(ref);
    return room.lifecycle().description().change(live, name, labels, description);
  }

  @Override
  public ContainerProcess exec(ContainerRef ref, ExecRequest request) {
    return room.lifecycle().entry().exec(need(ref), request);
  }

  @Override
  public ConsoleTicket console(ContainerRef ref) {
    return room.lifecycle().entry().console(need(ref));
  }

  @Override
  public byte[] consoleLog(ContainerRef ref) {
    return room.lifecycle().entry().consoleLog(need(ref));
  }

  @Override
  public Job<Path> mount(ContainerRef ref, MountOptions options) {
    return room.lifecycle().repair().mount(need(ref), options);
  }

  @Override
  public Job<Void> unmount(ContainerRef ref) {
    return room.lifecycle().repair().unmount(need(ref));
  }

  @Override
  public GuestFileAccess files(ContainerRef ref) {
    return room.lifecycle().entry().files(need(ref));
  }
}
