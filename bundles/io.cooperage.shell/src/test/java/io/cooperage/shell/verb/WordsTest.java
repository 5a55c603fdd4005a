package io.cooperage.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.testing.front.FakeCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Syntax SET =
      Syntax.of("ct", "set", "")
          .argument("CTID", Completion.NONE)
          .flag("--dry-run", "")
          .option("--scope", "WHERE", "", Completion.NONE)
          .settings(new FakeCatalog())
          .build();
  private static final Syntax EXEC =
      Syntax.of("ct", "exec", "")
          .argument("CTID", Completion.NONE)
          .verbatim("COMMAND")
          .option("--user", "USER", "", Completion.NONE)
          .build();

  private static Words words(Syntax syntax, String... words) {
    return Words.parse(syntax, List.of(words));
  }

  private static void refused(Syntax syntax, String message, String... words) {
    assertThatThrownBy(() -> words(syntax, words))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION));
  }

  @Test
  void optionsMayStandAnywhereAndParametersKeepTheirWords() {
    Words w = words(SET, "--dry-run", "101", "--cpuunits", "-5", "--scope=saved", "--a=--b");

    assertThat(w.places()).containsExactly("101");
    assertThat(w.options()).containsOnlyKeys("--dry-run", "--scope");
    assertThat(w.option("--scope")).contains("saved");
    assertThat(w.settings()).containsExactly("--cpuunits", "-5", "--a=--b");
  }

  @Test
  void theWordsOfAProgramAreItsOwn() {
    Words w = words(EXEC, "101", "--user", "www", "ls", "--help", "--user", "x", "--");

    assertThat(w.option("--user")).contains("www");
    assertThat(w.rest()).containsExactly("ls", "--help", "--user", "x", "--");
    assertThat(w.separated()).isFalse();
    assertThat(words(EXEC, "101", "--", "--", "a").rest()).containsExactly("--", "a");
    assertThat(words(EXEC, "101", "--", "a").separated()).isTrue();
  }

  @Test
  void helpIsAskedForOnlyWhereAnOptionMayStand() {
    assertThat(Words.askForHelp(EXEC, List.of("--help"))).isTrue();
    assertThat(Words.askForHelp(EXEC, List.of("101", "--help"))).isTrue();
    assertThat(Words.askForHelp(EXEC, List.of("101", "ls", "--help"))).isFalse();
    assertThat(Words.askForHelp(EXEC, List.of("101", "--", "--help"))).isFalse();
  }

  @Test
  void wrongUseIsNamedWithTheRightOne() {
    refused(SET, "CTID is missing");
    refused(SET, "'102' is one word too many", "101", "102");
    refused(SET, "--scope needs a value", "101", "--scope");
    refused(SET, "--cpuunits needs a value", "101", "--cpuunits");
    refused(SET, "--dry-run takes no value", "101", "--dry-run=yes");
    refused(SET, "there is no option -x", "101", "-x");
    refused(EXEC, "there is no option --usr", "--usr=x", "101", "ls");
  }
}
