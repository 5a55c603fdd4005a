package io.cooperage.core.template;

import io.cooperage.spi.template.TemplateImage;
import java.util.List;
import java.util.Optional;

/** Built images, from memory. Safe for any thread. */
public interface Templates {
  /** Every image, newest first. */
  List<TemplateImage> images();

  /** The newest image of a name. */
  default Optional<TemplateImage> newest(String name) {
    return images().stream().filter(i -> i.descriptor().name().equals(name)).findFirst();
  }

  /**
   * The newest image of a name.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_TEMPLATE with the nearest name
   */
  TemplateImage need(String name);

  /** The image of a digest. */
  default Optional<TemplateImage> byDigest(String digest) {
    return images().stream().filter(i -> i.digest().equals(digest)).findFirst();
  }
}
