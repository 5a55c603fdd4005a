package io.cooperage.core.catalog;

import static io.cooperage.core.catalog.CatalogFixture.list;
import static io.cooperage.core.catalog.CatalogFixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeStorage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveCatalogTest {
  private final CatalogFixture fixture = new CatalogFixture();
  private final LiveCatalog catalog = fixture.catalog();

  @AfterEach
  void close() {
    fixture.close();
  }

  private ParameterStatus status(String owner, String name) {
    return catalog.parameters().stream()
        .filter(i -> i.owner().equals("controller." + owner) && i.name().equals(name))
        .map(ParameterInfo::status)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aParameterIsThereWithItsOwnerAndGoneWithIt() {
    FakeController cpu = fixture.add("cpu", 0, number("weight", "cpuweight"));
    assertThat(catalog.find("cpuweight")).get().extracting(ParameterInfo::name).isEqualTo("weight");
    fixture.leases().remove(Family.CONTROLLER, cpu);
    assertThat(catalog.find("weight")).isEmpty();
    assertThat(catalog.wasKnown("weight")).isTrue();
  }

  @Test
  void ofTwoOwnersTheOneOfHigherRankCountsAndTheOtherIsShadowed() {
    fixture.add("old", 0, number("weight"));
    FakeController fresh = fixture.add("new", 10, number("weight"));
    assertThat(status("new", "weight")).isEqualTo(ParameterStatus.ACTIVE);
    assertThat(status("old", "weight")).isEqualTo(ParameterStatus.SHADOWED);
    fixture.leases().remove(Family.CONTROLLER, fresh);
    assertThat(status("old", "weight")).isEqualTo(ParameterStatus.ACTIVE);
  }

  @Test
  void anAliasThatMeansSomethingElseIsRejected() {
    fixture.add("one", 0, number("weight"));
    fixture.add("two", 0, number("mass", "weight"));
    assertThat(status("two", "mass")).isEqualTo(ParameterStatus.REJECTED);
    assertThat(catalog.find("mass")).isEmpty();
  }

  @Test
  void anOptionThatMeansSomethingElseIsRejected() {
    fixture.add("one", 0, list("ip", "ipadd", "ipdel"));
    fixture.add("two", 0, number("ipadd"));
    assertThat(status("two", "ipadd")).isEqualTo(ParameterStatus.REJECTED);
  }

  @Test
  void wordsOfTheCommandsThemselvesAreRejected() {
    fixture.add("bad", 0, number("json"));
    assertThat(status("bad", "json")).isEqualTo(ParameterStatus.REJECTED);
  }

  @Test
  void theSameNameTwiceInOneOwnerIsRejected() {
    fixture.add("bad", 0, number("weight"), number("weight"));
    assertThat(catalog.parameters())
        .extracting(ParameterInfo::status)
        .containsExactly(ParameterStatus.ACTIVE, ParameterStatus.REJECTED);
  }

  @Test
  void anOwnerWhoseTypesFailIsRejectedAndTheOthersStay() {
    Parameter<String> broken =
        Parameter.builder(
                "broken",
                new io.cooperage.api.parameter.ValueType<String>() {
                  @Override
                  public String parse(String text) {
                    return text;
                  }

                  @Override
                  public String format(String value) {
                    return value;
                  }

                  @Override
                  public String syntax() {
                    throw new NoClassDefFoundError("vendor/Missing");
                  }

                  @Override
                  public io.cooperage.api.parameter.JsonForm json() {
                    return io.cooperage.api.parameter.JsonForm.string();
                  }

                  @Override
                  public java.util.List<String> suggest(String prefix) {
                    return java.util.List.of();
                  }
                })
            .description("Broken.")
            .group("test")
            .build();
    fixture.add("vendor", 0, broken, number("weight"));
    assertThat(status("vendor", "broken")).isEqualTo(ParameterStatus.REJECTED);
    assertThat(status("vendor", "weight")).isEqualTo(ParameterStatus.ACTIVE);
  }

  @Test
  void twoStoragesMayHaveTheSameParameter() {
    FakeStorage first = new FakeStorage();
    fixture.leases().add(Family.STORAGE, first);
    assertThat(catalog.view(Map.of("storage", "fake")).find("diskspace")).isPresent();
    assertThat(catalog.view(Map.of("storage", "other")).find("diskspace")).isEmpty();
  }

  @Test
  void anOwnerOfNothingActiveIsNoOwner() {
    fixture.add("new", 10, number("weight"));
    fixture.add("old", 0, number("weight"));
    assertThat(catalog.view(Map.of()).slices())
        .extracting(s -> s.owner().kind())
        .containsExactly("new");
  }

  @Test
  void aQuarantinedOwnerIsListedAsRejected() {
    FakeController cpu = fixture.add("cpu", 0, number("weight"));
    var offer = fixture.leases().leases().need(Family.CONTROLLER, "cpu");
    cpu.faults().fail("release", () -> new IllegalStateException("boom"));
    for (int i = 0; i < 3; i++) {
      try {
        offer.bounded(
            (ResourceController c) -> {
              c.release(null);
              return true;
            });
      } catch (io.cooperage.api.error.ContainerException e) {
        assertThat(e).hasMessageContaining("boom");
      }
    }
    assertThat(catalog.parameters())
        .singleElement()
        .extracting(ParameterInfo::detail)
        .asString()
        .contains("quarantine");
  }

  @Test
  void valuesAreSuggested() {
    fixture.add(
        "flags",
        0,
        Parameter.builder("shine", ValueTypes.flag()).description("Shines.").group("x").build());
    assertThat(catalog.suggest("shine", "y")).containsExactly("yes");
    assertThat(catalog.suggest("nothing", "")).isEmpty();
  }
}
