package io.cooperage.storage.ploop;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.image.BlankImages;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.mount.TemplateLayers;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.template.TemplateShelf;
import io.cooperage.storage.ploop.template.WorkFolders;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Template images in the node's pool. */
@Component(service = TemplateImages.class)
public final class PloopTemplates implements TemplateImages {
  private static final long SMALLEST = 64L << 20;

  private final PloopPool pool;
  private final MountHolder mounts;
  private boolean swept;

  @Activate
  public PloopTemplates(@Reference PloopPool pool, @Reference MountHolder mounts) {
    this.pool = pool;
    this.mounts = mounts;
  }

  @Override
  public Path workFolder(String name) {
    return Failures.told(
        "make a folder for building " + name,
        () -> {
          open().require(SMALLEST, "building a template");
          return work().make(name);
        });
  }

  @Override
  public void discard(Path workFolder) {
    Failures.done("remove " + workFolder, () -> work().remove(workFolder));
  }

  @Override
  public TemplateImage pack(Path tree, TemplateDescriptor descriptor, ProgressSink progress) {
    return Failures.told(
        "pack template " + descriptor.name(), () -> shelf().pack(tree, descriptor, progress));
  }

  @Override
  public List<TemplateImage> list() {
    return Failures.told("list templates", () -> shelf().list());
  }

  @Override
  public void delete(TemplateImage image) {
    Failures.done(
        "delete template " + image.descriptor().name(),
        () -> {
          mounts.release(TemplateLayers.name(image.digest()));
          BlankImages.forget(open().blanks(), image.digest());
          shelf().delete(image);
        });
  }

  private TemplateShelf shelf() {
    return new TemplateShelf(open().templates(), pool.work());
  }

  private WorkFolders work() {
    return new WorkFolders(open().templates(), pool.work());
  }

  // What an earlier daemon was building when it died is of no use; nobody builds yet.
  private synchronized Pool open() {
    Pool open = pool.open();
    if (!swept) {
      new WorkFolders(open.templates(), pool.work()).sweep();
      new TemplateShelf(open.templates(), pool.work()).sweep();
      swept = true;
    }
    return open;
  }
}
