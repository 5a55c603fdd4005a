package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Sample;
import io.cooperage.shell.verb.Completion;
import java.util.List;

/** Completes names of sample configurations. */
record SampleWords(ContainerService containers) implements Completion {
  @Override
  public List<String> words(String prefix) {
    return containers.samples().stream().map(Sample::name).toList();
  }
}
