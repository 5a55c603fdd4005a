package io.cooperage.storage.ploop;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.supervisor.Supervisor;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Mounts kept by the supervisor's keeper, which outlives this daemon. */
@Component(service = MountHolder.class)
public final class KeeperMounts implements MountHolder {
  private final Supervisor supervisor;

  @Activate
  public KeeperMounts(@Reference Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  @Override
  public Optional<OwnedFd> held(String name) {
    return supervisor.held(name).map(KeeperMounts::only);
  }

  @Override
  public void hold(String name, OwnedFd mount) {
    supervisor.hold(name, List.of(mount));
  }

  @Override
  public void release(String name) {
    supervisor.release(name);
  }

  private static OwnedFd only(List<OwnedFd> descriptors) {
    descriptors.stream().skip(1).forEach(OwnedFd::close);
    return descriptors.get(0);
  }
}
