package io.cooperage.spi.storage;

import io.cooperage.api.parameter.RawSetting;
import java.util.List;

/**
 * What can be told of an image before it is imported.
 *
 * @param format what it is, in a word of the provider's
 * @param settings of the provider's parameters that suit it, as its size
 */
public record SourceImage(String format, List<RawSetting> settings) {
  public SourceImage {
    settings = List.copyOf(settings);
  }
}
