package io.cooperage.spi.storage;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps template images in the pool: one read-only image file and one descriptor each. Published by
 * a storage provider.
 */
@ConsumerType
public interface TemplateImages {
  /**
   * An empty folder for a source to build a tree in; removed by {@link #discard} and at the next
   * start.
   */
  Path workFolder(String name);

  void discard(Path workFolder);

  /** Packs a tree into an image, names it by digest, and makes it the template of that name. */
  TemplateImage pack(Path tree, TemplateDescriptor descriptor, ProgressSink progress);

  /** All images, by name; older digests of a name that CTs still use included. */
  List<TemplateImage> list();

  /** Deletes an image and its descriptor; the caller has checked that no CT uses it. */
  void delete(TemplateImage image);
}
