package io.cooperage.storage.ploop;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.attach.DescriptorHolder;
import io.cooperage.supervisor.Supervisor;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Descriptors kept by the supervisor's keeper, which outlives this daemon. */
@Component(service = DescriptorHolder.class)
public final class KeeperDescriptors implements DescriptorHolder {
  private final Supervisor supervisor;

  @Activate
  public KeeperDescriptors(@Reference Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  @Override
  public Optional<List<OwnedFd>> held(String name) {
    return supervisor.held(name);
  }

  @Override
  public void hold(String name, List<OwnedFd> descriptors) {
    supervisor.hold(name, descriptors);
  }

  @Override
  public void release(String name) {
    supervisor.release(name);
  }
}
