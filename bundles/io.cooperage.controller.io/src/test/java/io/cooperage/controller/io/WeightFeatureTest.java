package io.cooperage.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFeatureTest {
  @TempDir private Path folder;

  private void device(String name, String schedulers) throws IOException {
    Path queue = Files.createDirectories(folder.resolve("block").resolve(name).resolve("queue"));
    Files.writeString(queue.resolve("scheduler"), schedulers);
  }

  private String value() throws IOException {
    Files.createDirectories(folder.resolve("block"));
    return new WeightFeature(folder.resolve("block"), folder.resolve("io.cost.qos"))
        .features()
        .get("io.weight");
  }

  @Test
  void disksWithBfqAreNamed() throws IOException {
    device("vdb", "none mq-deadline kyber [bfq]");
    device("vda", "none [mq-deadline] kyber bfq");

    assertThat(value()).isEqualTo("bfq vdb");
  }

  @Test
  void aHostWithoutWeightsSaysWhatIsLost() throws IOException {
    device("vda", "none [mq-deadline] kyber bfq");

    assertThat(value()).isEqualTo("none");
    assertThat(
            new WeightFeature(folder.resolve("block"), folder.resolve("io.cost.qos"))
                .findings()
                .get(0)
                .cost())
        .contains("ioprio cannot be set");
  }

  @Test
  void iocostServesWhenItIsOn() throws IOException {
    Files.writeString(folder.resolve("io.cost.qos"), "254:0 enable=1 ctrl=auto rpct=0.00");

    assertThat(value()).isEqualTo("iocost");
  }
}
