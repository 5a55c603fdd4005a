package io.cooperage.spi.storage;

import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.template.TemplateImage;
import java.util.Optional;

/**
 * How a volume is mounted.
 *
 * @param layer the template image below the CT's own files; empty when the volume has the whole
 *     root
 */
public record MountRequest(IdMap idMap, Optional<TemplateImage> layer, boolean readOnly) {}
