package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeEvents;
import io.cooperage.testing.front.FakeJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpVerbTest {
  private final FakeContainers containers =
      new FakeContainers(new FakeJobs()).add(101, "web", ContainerState.RUNNING);
  private final CpVerb cp = new CpVerb(containers);

  @Test
  void ctCopiesItselfWhereItsFilesAre() {
    assertThat(Runs.ct(cp, "web:/etc/a b", "./x").handover())
        .contains(new Handover.Download("/1.0/containers/web/files?path=%2Fetc%2Fa+b", "./x"));
    assertThat(Runs.ct(cp, "-", "101:/root/x").handover())
        .contains(new Handover.Upload("-", "/1.0/containers/101/files?path=%2Froot%2Fx"));
    assertThat(Runs.ct(cp, "a/b.txt", "101:/root/").handover())
        .contains(new Handover.Upload("a/b.txt", "/1.0/containers/101/files?path=%2Froot%2Fb.txt"));
  }

  @Test
  void karafsShellCopiesOnTheNode(@TempDir Path folder) throws IOException {
    Path local = Files.writeString(folder.resolve("in"), "content");

    Runs.karaf(cp, local.toString(), "101:/x");
    Runs.karaf(cp, "101:/x", folder.toString());

    assertThat(folder.resolve("x")).hasContent("content");
  }

  @Test
  void exactlyOneSideIsInAContainer() {
    assertThatThrownBy(() -> Runs.ct(cp, "a", "b")).hasMessageContaining("exactly one");
    assertThatThrownBy(() -> Runs.ct(cp, "101:/a", "101:/b")).hasMessageContaining("exactly one");
    assertThatThrownBy(() -> Runs.ct(cp, "102:/a", "b")).hasMessageContaining("no container 102");
  }

  @Test
  void eventsAreShownOneALine() {
    FakeEvents events = new FakeEvents();
    events.publish("container.started", "00000000-0000-0000-0000-000000000065", "it \033[31m runs");
    events.publish("job.ended", "j1", "done");

    assertThat(Runs.ct(new LogVerb(containers, events), "101").output())
        .endsWith("container.started 00000000-0000-0000-0000-000000000065 it ?[31m runs\n")
        .hasLineCount(1);
    assertThat(Runs.ct(new EventsVerb(events), "--type", "job.", "--json").output())
        .startsWith("{\"sequence\":2,")
        .hasLineCount(1);
    assertThat(Runs.ct(new EventsVerb(events), "--since", "1").output()).hasLineCount(1);
  }
}
