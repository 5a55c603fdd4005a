package io.cooperage.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveContainerTest {
  @Test
  void theHostNameFollowsFromParameterNameOrNumber() {
    assertThat(new LiveContainer(Records.record(101)).hostname()).isEqualTo("ct101");
    assertThat(new LiveContainer(Records.record(101, "my_web.1")).hostname()).isEqualTo("my-web-1");
    LiveContainer set = new LiveContainer(Records.record(101, "web"));
    set.record(set.record().edit().parameters(Map.of("hostname", List.of("a.b"))).build());
    assertThat(set.hostname()).isEqualTo("a.b");
  }

  @Test
  void aSampleGrowsOld() {
    LiveContainer live = new LiveContainer(Records.record(101));
    Instant then = Instant.ofEpochSecond(100);
    assertThat(live.usage(then)).isEqualTo(Usage.none());
    live.sample(new Measured(Map.of("memory.used", 5L), Map.of(), then));
    assertThat(live.usage(then.plusMillis(70))).isEqualTo(new Usage(Map.of("memory.used", 5L), 70));
  }
}
