package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vendor's example, signed and installed into the running node as its README says. */
@ExtendWith(NodeExtension.class)
class PluginIT {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("cooperage.example", "../../examples/vendor-controller/target"));
  private static final Duration SOON = Duration.ofSeconds(3);

  @Test
  void vendorsParameterComesAndGoesWhileItsTextIsKept(TestNode node) throws IOException {
    Path kar = signed(node);
    ContainerIT.create(node, "101");
    assertThat(node.ct("set", "101", "--hugepages", "5M").ok()).isFalse();

    node.ct("plugin", "install", kar.toString()).orFail();
    Await.until(
        "ct parameters lists it", SOON, () -> node.ct("parameters").output().contains("hugepages"));
    node.ct("set", "101", "--hugepages", "5M").orFail();
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "hugepages"))
        .isEqualTo("4M");
    assertThat(node.ct("plugin", "list").output()).contains("hugepages").contains("active");

    node.ct("plugin", "remove", "hugepages").orFail();
    Await.until("it is gone", SOON, () -> !node.ct("set", "101", "--hugepages", "6M").ok());
    assertThat(node.ct("show", "101").output()).contains("hugepages").contains("5M");

    node.ct("plugin", "install", kar.toString()).orFail();
    Await.until(
        "the kept text is in force again",
        SOON,
        () ->
            ContainerIT.effective(node.ct("show", "101", "--json").json(), "hugepages")
                .equals("4M"));
    node.ct("plugin", "remove", "hugepages").orFail();
  }

  @Test
  void unsignedAndUntrustedArchivesChangeNothing(TestNode node) throws IOException {
    Path unsigned = EXAMPLE.resolve("hugepages-1.0.0.kar").toAbsolutePath();
    CtResult result = node.ct("plugin", "install", unsigned.toString());
    assertThat(result.ok()).isFalse();
    assertThat(result.error()).contains("not signed");
    Path kar = signed(node);
    Files.delete(node.etc().resolve("trust/example.pem"));
    assertThat(node.ct("plugin", "install", kar.toString()).error()).contains("does not trust");
    assertThat(node.ct("plugin", "list", "--json").json()).isEmpty();
  }

  private static Path signed(TestNode node) throws IOException {
    Path kar = node.state().resolve("hugepages.kar");
    Files.copy(EXAMPLE.resolve("hugepages-1.0.0.kar"), kar, StandardCopyOption.REPLACE_EXISTING);
    VendorArchive.sign(node, kar);
    return kar;
  }
}
