package io.cooperage.storage.ploop;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.supervisor.Supervisor;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Freezing by a child of the supervisor, which thaws even if this daemon dies. */
@Component(service = FrozenClone.class)
public final class KeeperFreezer implements FrozenClone {
  // An image of 50,000 extents takes up to 5 s.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Supervisor supervisor;
  private final HasteNote haste;

  /** Called by the framework. */
  @Activate
  public KeeperFreezer(@Reference Supervisor supervisor, @Reference NodeEnvironment node) {
    this(supervisor, HasteNote.in(node.runFolder()));
  }

  KeeperFreezer(Supervisor supervisor, HasteNote haste) {
    this.supervisor = supervisor;
    this.haste = haste;
    haste.settle();
  }

  @Override
  public void copy(OwnedFd fileSystem, LoopDevice device, OwnedFd image, OwnedFd copy) {
    haste.during(
        () -> supervisor.freezeCloneThaw(fileSystem, device.descriptor(), image, copy, LIMIT));
  }
}
