package io.cooperage.api.container;

import java.util.List;
import java.util.Map;

/**
 * A sample configuration for new CTs and for {@code --applyconfig}.
 *
 * @param description its first comment; may be empty
 * @param file where it lies on the node
 * @param settings texts by key, as they stand in the file
 */
public record Sample(
    String name, String description, String file, Map<String, List<String>> settings) {
  public Sample {
    settings = Map.copyOf(settings);
  }
}
