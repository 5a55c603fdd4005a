package io.cooperage.core.catalog;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.testing.fake.FakeController;
import java.nio.file.Path;

/** A catalog over services that a test brings. */
final class CatalogFixture implements AutoCloseable {
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final LiveCatalog catalog = new LiveCatalog(leases.leases(), Path.of("/nowhere"));

  LiveCatalog catalog() {
    return catalog;
  }

  TestLeases leases() {
    return leases;
  }

  FakeController add(String name, int ranking, Parameter<?>... parameters) {
    FakeController controller = new FakeController(name, parameters);
    leases.add(Family.CONTROLLER, controller, ranking);
    return controller;
  }

  static Parameter<Long> number(String name, String... aliases) {
    return Parameter.builder(name, ValueTypes.integer(0, 1000))
        .aliases(aliases)
        .description("A number.")
        .group("test")
        .build();
  }

  static Parameter<String> list(String name, String add, String remove) {
    return Parameter.builder(
            name, ValueTypes.line("WORD", s -> s.matches("[a-z0-9./]+"), "must be a word"))
        .list(add, remove)
        .description("Words.")
        .group("test")
        .build();
  }

  @Override
  public void close() {
    catalog.close();
    leases.close();
  }
}
