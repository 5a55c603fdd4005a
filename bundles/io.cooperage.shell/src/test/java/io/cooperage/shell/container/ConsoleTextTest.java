package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerService;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.TestCaller;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  private static final String WRITTEN = "\033[1;32mOK\033[0m\r\n\033]52;c;YQ==\007\u009b2J\tä\n";

  private final ConsoleVerb console = new ConsoleVerb(serviceWhoseOnlyAnswerIsTheLog());

  private static ContainerService serviceWhoseOnlyAnswerIsTheLog() {
    return (ContainerService)
        Proxy.newProxyInstance(
            ContainerService.class.getClassLoader(),
            new Class<?>[] {ContainerService.class},
            (proxy, method, arguments) -> WRITTEN.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTerminalGetsColoursAndNothingElseThatSteersIt() {
    assertThat(Runs.ct(new TestCaller().onTerminal(), console, "101", "--log").output())
        .isEqualTo("\033[1;32mOK\033[0m\r\n?]52;c;YQ==??2J\tä\n");
  }

  @Test
  void aFileGetsWhatWasWritten() {
    assertThat(Runs.ct(console, "101", "--log").output()).isEqualTo(WRITTEN);
  }
}
