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

  @Test
  void everythingElseStaysAsItIs() {
    String theirs = "a\r\n\n \n# begin cooperage \nb\n\n\n";
    String with = ManagedBlock.replace(theirs, List.of("x"));
    assertThat(with).isEqualTo(theirs + "# begin cooperage\nx\n# end cooperage\n");
    assertThat(ManagedBlock.replace(with, List.of())).isEqualTo(theirs);
    assertThat(ManagedBlock.replace("no end", List.of())).isEqualTo("no end");
  }

  @Test
  void aBlockWhoseEndIsGoneTakesNothingWithIt() {
    assertThat(ManagedBlock.replace("a\n# begin cooperage\nx\nb\n", List.of()))
        .isEqualTo("a\nx\nb\n");
    assertThat(ManagedBlock.replace("# begin cooperage\nx\n# end cooperage", List.of())).isEmpty();
  }
}
