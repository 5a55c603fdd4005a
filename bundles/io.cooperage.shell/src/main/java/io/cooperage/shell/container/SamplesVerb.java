package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Sample;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct samples}. */
@Component(service = Verb.class)
public final class SamplesVerb extends ListingVerb<Sample> {
  private final ContainerService containers;

  @Activate
  public SamplesVerb(@Reference ContainerService containers) {
    super(
        Syntax.of("ct", "samples", "Lists sample configurations for --config and --applyconfig.")
            .example("ct samples"),
        "NAME",
        "SETTINGS",
        "DESCRIPTION");
    this.containers = containers;
  }

  @Override
  protected List<Sample> items() {
    return containers.samples();
  }

  @Override
  protected List<String> row(Sample sample) {
    return List.of(sample.name(), settings(sample), sample.description());
  }

  private static String settings(Sample sample) {
    return new TreeMap<>(sample.settings())
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + String.join(",", e.getValue()))
            .collect(Collectors.joining(" "));
  }
}
