package io.cooperage.spi.template;

import java.util.List;
import java.util.Map;

/**
 * What a launch must know of a template; stored beside its image.
 *
 * @param name as "debian-13"
 * @param source kind of the source that built it
 * @param init argv of init
 * @param environment of init
 * @param haltSignal what asks init to power off: 37 (SIGRTMIN+3) for systemd, 12 (SIGUSR2) for
 *     busybox
 * @param rebootSignal what asks init to reboot
 * @param features what the OS needs or can do, as {@code init -> systemd}
 */
public record TemplateDescriptor(
    String name,
    String description,
    String source,
    List<String> init,
    Map<String, String> environment,
    int haltSignal,
    int rebootSignal,
    Map<String, String> features) {
  public TemplateDescriptor {
    init = List.copyOf(init);
    environment = Map.copyOf(environment);
    features = Map.copyOf(features);
  }
}
