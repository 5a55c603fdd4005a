package io.cooperage.controller.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSetTest {
  @ParameterizedTest
  @CsvSource({"'0',0", "'3,1,2',1-3", "'0-0,5-7,6','0,5-7'", "ALL,all", "'1, 2',1-2"})
  void listsBecomeTheKernelsShortestForm(String text, String expected) {
    assertThat(IndexSet.parse(text).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "3-1", "1,,2", "0-9999", "99999", "auto", "1-2-3"})
  void nonsenseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IndexSet.parse(text))
        .withMessageStartingWith("must ");
  }

  @Test
  void membersAreCountedJoinedAndCompared() {
    IndexSet set = IndexSet.parse("0-2,7");

    assertThat(set.size()).isEqualTo(4);
    assertThat(set.lackedBy(IndexSet.parse("1-2"))).isEqualTo("0,7");
    assertThat(set.with(IndexSet.parse("3")).text()).isEqualTo("0-3,7");
    assertThat(IndexSet.ofKernel("").size()).isZero();
  }
}
