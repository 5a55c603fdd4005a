package io.cooperage.core.guest;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.kernel.HostMount;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Core's own values out of a CT's texts. */
public final class GuestSettings {
  private static final Logger LOG = LoggerFactory.getLogger(GuestSettings.class);
  private static final List<Parameter<?>> STORED = new GuestParameters().parameters();

  private GuestSettings() {}

  /** Reads them; a text that is no longer valid counts as not set. */
  public static ParameterValues of(Map<String, List<String>> texts) {
    ParameterValues.Builder builder = ParameterValues.builder();
    for (Parameter<?> p : STORED) {
      try {
        builder.parse(p, texts.getOrDefault(p.name(), List.of()));
      } catch (IllegalArgumentException e) {
        LOG.debug("Stored {} is not valid any more: {}", p, e.getMessage());
      }
    }
    return builder.build();
  }

  /** The bind mounts that texts ask for. */
  public static List<HostMount> mounts(Map<String, List<String>> texts, boolean privileged) {
    return of(texts).list(GuestParameters.BINDMOUNT).stream()
        .map((BindMount b) -> b.mount(privileged))
        .toList();
  }
}
