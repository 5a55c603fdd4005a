package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FioJobTest {
  private static final String ANSWER =
      "{'jobs':[{'error':%d,'read':{'iops':1.5,'bw_bytes':3145728},"
          + "'write':{'iops':2.5,'bw_bytes':5242880}}]}";

  @Test
  void randomLoadsCountOperationsOfTheirOwnSide() throws IOException {
    assertThat(FioJob.RANDOM_READ.rate(answer(0))).isEqualTo(1.5);
    assertThat(FioJob.RANDOM_WRITE_DEEP.rate(answer(0))).isEqualTo(2.5);
    assertThat(FioJob.SYNC.rate(answer(0))).isEqualTo(2.5);
  }

  @Test
  void sequentialLoadsCountMebibytes() throws IOException {
    assertThat(FioJob.READ.rate(answer(0))).isEqualTo(3);
    assertThat(FioJob.WRITE.rate(answer(0))).isEqualTo(5);
    assertThat(FioJob.WRITE.unit()).isEqualTo("MiB/s");
  }

  @Test
  void aLoadThatFailedHasNoRate() throws IOException {
    JsonNode failed = answer(5);
    assertThatThrownBy(() -> FioJob.READ.rate(failed))
        .hasMessageContaining("1 MiB sequential read");
    assertThatThrownBy(() -> FioJob.READ.rate(new ObjectMapper().createObjectNode()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static JsonNode answer(int error) throws IOException {
    return new ObjectMapper().readTree(ANSWER.formatted(error).replace('\'', '"'));
  }
}
