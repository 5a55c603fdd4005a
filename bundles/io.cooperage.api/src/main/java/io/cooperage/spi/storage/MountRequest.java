package io.cooperage.spi.storage;

import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.template.TemplateImage;
import java.util.List;
import java.util.Optional;

/**
 * How a volume is mounted.
 *
 * @param layer the template image below the CT's own files; empty when the volume has the whole
 *     root
 * @param folders absolute paths in the CT whose content shall not lie in an overlay. They are made
 *     if they are not there and belong to the CT's root; a volume with the whole root needs none
 */
public record MountRequest(
    IdMap idMap, Optional<TemplateImage> layer, boolean readOnly, List<String> folders) {
  public MountRequest {
    folders = List.copyOf(folders);
  }

  /** A request for the root alone. */
  public MountRequest(IdMap idMap, Optional<TemplateImage> layer, boolean readOnly) {
    this(idMap, layer, readOnly, List.of());
  }
}
