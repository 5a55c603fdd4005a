package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaVerbTest {
  private final FakeContainers containers = new FakeContainers(new FakeJobs());
  private final List<QuotaEntry> stored = new ArrayList<>();
  private final QuotaVerb quota = new QuotaVerb(containers, new Stored(stored));

  /** Quotas in memory. */
  private record Stored(List<QuotaEntry> entries) implements QuotaService {
    @Override
    public List<QuotaEntry> report(ContainerId id) {
      return entries;
    }

    @Override
    public void set(ContainerId id, QuotaOwner owner, long ownerId, QuotaLimits limits) {
      entries.add(new QuotaEntry(owner, ownerId, 1 << 20, 3, limits));
    }
  }

  @BeforeEach
  void add() {
    containers.add(101, "", ContainerState.RUNNING);
  }

  @Test
  void limitsAreSetAndReported() {
    Runs.ct(quota, "101", "set", "user:1000", "--space", "9M:10M", "--files", "500");
    Runs.ct(quota, "101", "set", "group:0", "--space", "0");

    assertThat(stored)
        .extracting(QuotaEntry::limits)
        .containsExactly(new QuotaLimits(9 << 20, 10 << 20, 0, 500), new QuotaLimits(0, 0, 0, 0));
    assertThat(Runs.ct(quota, "101", "report").output())
        .contains("OWNER", "user", "1000", "1M", "9M", "10M", "500", "group");
    assertThat(Runs.ct(quota, "101", "report", "--json").output()).contains("\"hardSpace\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set",
        "clear",
        "set user",
        "set user:-1 --space 1M",
        "set pid:1 --space 1M",
        "set user:1",
        "set user:1 --space 2M:1M",
        "set user:1 --files many",
        "report user:1"
      })
  void nonsenseIsRefused(String words) {
    String[] all = ("101 " + words).split(" ", -1);

    assertThatThrownBy(() -> Runs.ct(quota, all)).isInstanceOf(RuntimeException.class);
    assertThat(stored).isEmpty();
  }
}
