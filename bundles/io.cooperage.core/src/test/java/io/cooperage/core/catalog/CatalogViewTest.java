package io.cooperage.core.catalog;

import static io.cooperage.core.catalog.CatalogFixture.list;
import static io.cooperage.core.catalog.CatalogFixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.core.provider.Family;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogViewTest {
  private final CatalogFixture fixture = new CatalogFixture();

  @BeforeEach
  void open() {
    fixture.add("test", 0, number("weight", "mass"), list("ip", "ipadd", "ipdel"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CatalogView view() {
    return fixture.catalog().view(Map.of());
  }

  @Test
  void namesAndAliasesFindAParameterAndOptionsDoNot() {
    assertThat(view().find("weight")).isPresent();
    assertThat(view().find("mass")).isPresent();
    assertThat(view().find("ipadd")).isEmpty();
    assertThat(view().findWord("ipadd")).isPresent();
  }

  @Test
  void textsThatNobodyOwnsAreKnown() {
    assertThat(view().unowned(Map.of("weight", List.of("1"), "gone", List.of("x"))))
        .containsExactly("gone");
  }

  @Test
  void aProvidersSliceIsFoundByItsKind() {
    assertThat(view().slice(Family.CONTROLLER, "test")).isPresent();
    assertThat(view().slice(Family.CONTROLLER, "other")).isEmpty();
  }

  @Test
  void theSameViewIsGivenOutUntilSomethingChanges() {
    CatalogView before = view();
    assertThat(view()).isSameAs(before);
    fixture.add("more", 0, number("height"));
    assertThat(view()).isNotSameAs(before);
  }
}
