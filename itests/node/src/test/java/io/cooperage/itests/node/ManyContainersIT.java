package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NodeExtension.class)
class ManyContainersIT {
  @Test
  void manyAreStartedListedStoppedAndDestroyed(TestNode node) throws Exception {
    int count = NodeExtension.count("busybox containers at once", 40, 200);
    each(
        count,
        i ->
            ContainerIT.create(
                node, ctid(i), "--ipadd", "10.77." + (1 + i / 200) + "." + (1 + i % 200)));
    JsonNode list = node.ct("list", "--json").json();
    assertThat(list).hasSize(count);
    assertThat(list).allSatisfy(ct -> assertThat(ct.get("state").asText()).isEqualTo("running"));
    Await.until(
        "every container has usage",
        java.time.Duration.ofSeconds(60),
        () -> {
          for (JsonNode ct : node.ct("list", "--json").json()) {
            if (ct.path("usage").path("meters").path("memory.used").asLong() == 0) {
              return false;
            }
          }
          return true;
        });
    long helpers = ProcFs.children(node.keeperPid()).size() - (long) count;
    assertThat(helpers).as("children of the keeper that are no inits").isLessThanOrEqualTo(1);
    each(count, i -> node.ct("stop", ctid(i), "--fast").orFail());
    each(count, i -> node.ct("destroy", ctid(i)).orFail());
    assertThat(node.ct("list", "--json").json()).isEmpty();
  }

  private static String ctid(int i) {
    return Integer.toString(1001 + i);
  }

  private interface Action {
    void run(int i);
  }

  private static void each(int count, Action action) throws Exception {
    ExecutorService four = Executors.newFixedThreadPool(4);
    try {
      List<? extends Future<?>> all =
          IntStream.range(0, count).mapToObj(i -> four.submit(() -> action.run(i))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      four.shutdownNow();
    }
  }
}
