package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DenyTableTest {
  private final DenyTable table = DenyTable.builtIn();

  @Test
  void everyRowHasAReason() {
    assertThat(table.rules())
        .hasSizeGreaterThan(40)
        .allSatisfy(r -> assertThat(r.reason()).isNotBlank());
  }

  @Test
  void keyringsAreShutOnlyWithoutAUserNamespace() {
    assertThat(table.rules(false, Set.of())).extracting(DenyRule::call).doesNotContain("keyctl");
    assertThat(table.rules(true, Set.of())).extracting(DenyRule::call).contains("keyctl");
  }

  @Test
  void featureOpensItsRowsAndNoOthers() {
    assertThat(table.rules(false, Set.of("io_uring")))
        .extracting(DenyRule::call)
        .doesNotContain("io_uring_setup")
        .contains("bpf");
  }

  private static ArgumentCondition equal(int argument, long mask, long value) {
    return new ArgumentCondition(argument, ArgumentCondition.Test.EQUAL, mask, value);
  }

  @Test
  void conditionTestsOneArgument() {
    assertThat(ArgumentCondition.parse("arg1=0x5412"))
        .containsExactly(equal(1, 0xffffffffL, 0x5412));
    assertThat(ArgumentCondition.parse("arg1&1")).containsExactly(equal(1, 1, 1));
    assertThat(ArgumentCondition.parse("arg2!0"))
        .containsExactly(new ArgumentCondition(2, ArgumentCondition.Test.NOT_EQUAL, -1, 0));
    assertThat(ArgumentCondition.parse("arg0!1,2"))
        .hasSize(62)
        .startsWith(equal(0, 0xffffffffL, 0), equal(0, 0xffffffffL, 3));
    assertThatThrownBy(() -> ArgumentCondition.parse("arg1&3")).hasMessageContaining("single bit");
    assertThatThrownBy(() -> ArgumentCondition.parse("arg1<3")).hasMessageContaining("must have");
    assertThatThrownBy(() -> ArgumentCondition.parse("arg7=3")).hasMessageContaining("arg0..arg5");
  }

  /** libseccomp takes no two answers for one call. */
  @Test
  void aRowForEveryUseTakesThePlaceOfThoseForSome() {
    assertThat(table.rules(true, Set.of()))
        .filteredOn(r -> r.call().equals("request_key"))
        .singleElement()
        .satisfies(r -> assertThat(r.answer()).isEqualTo(Errno.ENOSYS));
    assertThat(table.rules(false, Set.of()))
        .filteredOn(r -> r.call().equals("request_key"))
        .singleElement()
        .satisfies(r -> assertThat(r.condition()).isPresent());
  }

  @Test
  void malformedRowsAreRefused() {
    assertThat(DenyTable.parse("bpf EPERM always - - why\n").rules())
        .singleElement()
        .satisfies(r -> assertThat(r.answer()).isEqualTo(Errno.EPERM));
    assertThatThrownBy(() -> DenyTable.parse("bpf EPERM")).hasMessageContaining("2 cells");
    assertThatThrownBy(() -> DenyTable.parse("bpf EPERM never - - why"))
        .hasMessageContaining("'never'");
  }
}
