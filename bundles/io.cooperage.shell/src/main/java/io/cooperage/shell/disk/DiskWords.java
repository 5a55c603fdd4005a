package io.cooperage.shell.disk;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerService;
import io.cooperage.shell.verb.Completion;
import java.util.List;
import java.util.stream.Stream;

/** Completes the CTIDs and names of containers. */
final class DiskWords {
  private DiskWords() {}

  static Completion containers(ContainerService containers) {
    return prefix ->
        containers.list(ContainerFilter.all()).stream().flatMap(DiskWords::names).toList();
  }

  private static Stream<String> names(Container c) {
    List<String> name = c.name().map(Object::toString).map(List::of).orElse(List.of());
    return Stream.concat(Stream.of(c.ctid().toString()), name.stream());
  }
}
