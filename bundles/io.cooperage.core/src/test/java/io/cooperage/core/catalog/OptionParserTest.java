package io.cooperage.core.catalog;

import static io.cooperage.core.catalog.CatalogFixture.list;
import static io.cooperage.core.catalog.CatalogFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.RawSetting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptionParserTest {
  private final CatalogFixture fixture = new CatalogFixture();

  @BeforeEach
  void open() {
    fixture.add("test", 0, number("physpages", "ram"), list("ip", "ipadd", "ipdel"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<RawSetting> parse(String... words) {
    return fixture.catalog().parseOptions(List.of(words));
  }

  @Test
  void bothNotationsMeanTheSame() {
    assertThat(parse("--physpages", "512", "--physpages=600"))
        .containsExactly(RawSetting.set("physpages", "512"), RawSetting.set("physpages", "600"));
  }

  @Test
  void anAliasIsStoredUnderItsName() {
    assertThat(parse("--ram", "1")).containsExactly(RawSetting.set("physpages", "1"));
  }

  @Test
  void addRemoveAndUnsetAreUnderstood() {
    assertThat(parse("--ipadd", "10.0.0.1", "--ipdel", "all", "--unset", "physpages"))
        .containsExactly(
            RawSetting.add("ip", "10.0.0.1"),
            RawSetting.remove("ip", "all"),
            RawSetting.reset("physpages"));
  }

  @Test
  void aValueMayBeginWithADashAndMayBeEmpty() {
    assertThat(parse("--physpages", "-5", "--physpages="))
        .containsExactly(RawSetting.set("physpages", "-5"), RawSetting.set("physpages", ""));
  }

  @Test
  void everyBadWordIsNamedAtOnceWithTheNearestOption() {
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () -> parse("--physpage", "1", "word", "--colour", "red", "--physpages"));
    assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION);
    assertThat(e.problems()).hasSize(4);
    assertThat(e)
        .hasMessageContaining("did you mean --physpages?")
        .hasMessageContaining("word is not an option")
        .hasMessageContaining("--colour is not a known option")
        .hasMessageContaining("--physpages needs a value");
  }
}
