package io.cooperage.testing.fake;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Template images in memory. */
public final class FakeTemplateImages implements TemplateImages {
  private final List<TemplateImage> images = new CopyOnWriteArrayList<>();
  private final Set<Path> workFolders = ConcurrentHashMap.newKeySet();
  private final AtomicInteger builds = new AtomicInteger();
  private final Faults faults = new Faults();

  /** Calls that can fail: pack, list. */
  public Faults faults() {
    return faults;
  }

  /** Adds an image as if it had been built. */
  public TemplateImage add(TemplateDescriptor descriptor) {
    int number = builds.incrementAndGet();
    TemplateImage image =
        new TemplateImage(
            descriptor,
            String.format("%064x", number),
            Path.of("/fake/pool/template/" + number),
            "erofs",
            4096,
            Instant.ofEpochSecond(number));
    images.add(image);
    return image;
  }

  public Set<Path> workFolders() {
    return Set.copyOf(workFolders);
  }

  @Override
  public Path workFolder(String name) {
    Path folder = Path.of("/fake/pool/work/" + name);
    workFolders.add(folder);
    return folder;
  }

  @Override
  public void discard(Path workFolder) {
    workFolders.remove(workFolder);
  }

  @Override
  public TemplateImage pack(Path tree, TemplateDescriptor descriptor, ProgressSink progress) {
    faults.check("pack");
    return add(descriptor);
  }

  @Override
  public List<TemplateImage> list() {
    faults.check("list");
    return List.copyOf(images);
  }

  @Override
  public void delete(TemplateImage image) {
    images.remove(image);
  }
}
