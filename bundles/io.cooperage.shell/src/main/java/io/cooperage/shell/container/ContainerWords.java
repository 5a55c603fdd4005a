package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.shell.verb.Completion;
import java.util.List;
import java.util.stream.Stream;

/** Completes the CTIDs and names of the containers in some states. */
final class ContainerWords implements Completion {
  private final ContainerService containers;
  private final ContainerFilter filter;

  private ContainerWords(ContainerService containers, ContainerFilter filter) {
    this.containers = containers;
    this.filter = filter;
  }

  static Completion all(ContainerService containers) {
    return new ContainerWords(containers, ContainerFilter.all());
  }

  static Completion running(ContainerService containers) {
    return in(containers, ContainerState.RUNNING, ContainerState.PAUSED);
  }

  static Completion stopped(ContainerService containers) {
    return in(containers, ContainerState.STOPPED);
  }

  static Completion in(ContainerService containers, ContainerState... states) {
    return new ContainerWords(containers, ContainerFilter.inState(states));
  }

  @Override
  public List<String> words(String prefix) {
    return containers.list(filter).stream().flatMap(ContainerWords::names).toList();
  }

  private static Stream<String> names(Container c) {
    return Stream.concat(Stream.of(c.ctid().toString()), c.name().stream().map(Object::toString));
  }
}
