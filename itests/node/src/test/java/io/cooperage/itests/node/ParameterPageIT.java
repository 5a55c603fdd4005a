package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NodeExtension.class)
class ParameterPageIT {
  private static final Path PAGE = Path.of("../../docs/parameters.md");
  private static final Path FRESH = Path.of("target/parameters.md");

  @Test
  void thePageInTheDocumentationIsThatOfTheProgram(TestNode node) throws IOException {
    String page = ParameterPage.of(node.ct("parameters", "--json").json());
    Files.writeString(FRESH, page);
    assertThat(PAGE).as("copy itests/node/" + FRESH + " over it").hasContent(page);
  }
}
