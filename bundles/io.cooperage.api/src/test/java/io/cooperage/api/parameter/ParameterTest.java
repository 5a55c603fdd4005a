package io.cooperage.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {
  private static final ValueType<Long> NUMBER = ValueTypes.integer(0, 10);

  @Test
  void refusesToBeUndocumented() {
    assertThatThrownBy(() -> Parameter.builder("units", NUMBER).group("cpu").build())
        .hasMessageContaining("needs a description");
    assertThatThrownBy(() -> Parameter.builder("units", NUMBER).description("Share.").build())
        .hasMessageContaining("and a group");
  }

  @Test
  void refusesAMalformedNameOrAlias() {
    assertThatThrownBy(() -> documented("Units").build()).hasMessageContaining("'Units'");
    assertThatThrownBy(() -> documented("units").aliases("--u").build())
        .hasMessageContaining("'--u'");
  }

  @Test
  void listHasOptionsToAddAndRemove() {
    Parameter<Long> plain = documented("mount").list().build();
    Parameter<Long> named = documented("ipaddress").list("ipadd", "ipdel").build();
    assertThat(List.of(plain.addOption(), plain.removeOption()))
        .containsExactly("mount_add", "mount_del");
    assertThat(List.of(named.addOption(), named.removeOption())).containsExactly("ipadd", "ipdel");
  }

  @Test
  void listCannotHaveADefault() {
    assertThatThrownBy(() -> documented("mount").list().defaultValue(1L).build())
        .hasMessageContaining("cannot have a default");
  }

  @Test
  void valuesFallBackToTheDefault() {
    Parameter<Long> units = documented("units").defaultValue(5L).build();
    assertThat(ParameterValues.empty().get(units)).contains(5L);
    assertThat(ParameterValues.empty().explicit(units)).isEmpty();
    ParameterValues set = ParameterValues.builder().put(units, 7L).build();
    assertThat(set.get(units)).contains(7L);
    assertThat(set.texts(units)).containsExactly("7");
  }

  @Test
  void emptyListIsTheSameAsNotSet() {
    Parameter<Long> mounts = documented("mount").list().build();
    ParameterValues values = ParameterValues.builder().putList(mounts, List.of()).build();
    assertThat(values.isSet(mounts)).isFalse();
    assertThat(values).isEqualTo(ParameterValues.empty());
  }

  @Test
  void storedTextsAreParsedInTheirOrder() {
    Parameter<Long> mounts = documented("mount").list().build();
    ParameterValues values = ParameterValues.builder().parse(mounts, List.of("3", "1")).build();
    assertThat(values.list(mounts)).containsExactly(3L, 1L);
  }

  private static Parameter.Builder<Long> documented(String name) {
    return Parameter.builder(name, NUMBER).description("A number.").group("cpu");
  }
}
