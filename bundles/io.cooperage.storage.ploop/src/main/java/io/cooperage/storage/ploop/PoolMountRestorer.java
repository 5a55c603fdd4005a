package io.cooperage.storage.ploop;

import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.mount.TemplateLayers;
import io.cooperage.storage.ploop.pool.PoolOpener;
import io.cooperage.storage.ploop.template.TemplateShelf;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Unmounts a pool that is a file; its loop device ends with the mount, the file stays. */
@Component(service = HostRestorer.class)
public final class PoolMountRestorer implements HostRestorer {
  private final PloopPool pool;
  private final MountHolder mounts;

  @Activate
  public PoolMountRestorer(@Reference PoolDoor door, @Reference MountHolder mounts) {
    this(door.pool(), mounts);
  }

  PoolMountRestorer(PloopPool pool, MountHolder mounts) {
    this.pool = pool;
    this.mounts = mounts;
  }

  @Override
  public String kind() {
    return PoolOpener.CHANGE;
  }

  @Override
  public void restore(HostChange change) {
    if (!Path.of(change.key()).equals(pool.root())) {
      return;
    }
    Failures.done(
        "unmount the storage pool " + pool.root(),
        () -> {
          // The keeper holds mounts of files in the pool.
          pool.opened().stream()
              .flatMap(open -> new TemplateShelf(open.templates(), pool.work()).list().stream())
              .map(TemplateImage::digest)
              .map(TemplateLayers::name)
              .forEach(mounts::release);
          pool.unmount();
        });
  }
}
