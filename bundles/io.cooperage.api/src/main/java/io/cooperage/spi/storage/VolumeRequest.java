package io.cooperage.spi.storage;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.template.TemplateImage;
import java.util.Optional;

/**
 * A disk to be made.
 *
 * @param values the storage provider's own parameters, total
 * @param template what its root starts from; empty for an empty disk
 */
public record VolumeRequest(
    ContainerId container, ParameterValues values, Optional<TemplateImage> template) {}
