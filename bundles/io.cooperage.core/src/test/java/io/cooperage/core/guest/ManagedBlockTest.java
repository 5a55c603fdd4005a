package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManagedBlockTest {
  @Test
  void aBlockIsAddedReplacedAndRemoved() {
    String one = ManagedBlock.replace("mine\n", List.of("a"));
    assertThat(one).isEqualTo("mine\n# begin cooperage\na\n# end cooperage\n");
    String two = ManagedBlock.replace(one + "later\n", List.of("b"));
    assertThat(two).isEqualTo("mine\nlater\n# begin cooperage\nb\n# end cooperage\n");
    assertThat(ManagedBlock.replace(two, List.of())).isEqualTo("mine\nlater\n");
    assertThat(ManagedBlock.replace("", List.of())).isEmpty();
  }
}
