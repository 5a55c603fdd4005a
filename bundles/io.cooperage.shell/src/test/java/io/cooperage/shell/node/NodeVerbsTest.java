package io.cooperage.shell.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeNode;
import io.cooperage.testing.front.FakePools;
import org.junit.jupiter.api.Test;

class NodeVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeNode node = new FakeNode(jobs);

  @Test
  void theNodeSaysWhatItWaitsFor() {
    assertThat(Runs.ct(new NodeInfoVerb(node)).output())
        .contains("node1 (u)", "  kernel: 6.18", "Waiting for: storage.ploop");
    assertThat(Runs.ct(new NodeInfoVerb(node), "--json").output()).contains("\"waitingFor\"");
    assertThat(Runs.ct(new VersionVerb(node)).output()).isEqualTo("Cooperage 0.1.0\n");
  }

  @Test
  void theDoctorsExitCodeTellsThatSomethingIsMissing() {
    Runs.Run run = Runs.ct(new DoctorVerb(node));

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.output())
        .isEqualTo("missing   reflink: ext4 has none\n          -> clones copy everything\n");
  }

  @Test
  void changesAndPoolsAreTables() {
    assertThat(Runs.ct(new ChangesVerb(node)).output()).contains("net.ipv4.ip_forward  0");
    assertThat(Runs.ct(new PoolStatusVerb(node)).output()).contains("10G   5G    1G");
    assertThat(Runs.ct(new PoolStatusVerb(node), "--json").output()).contains("\"promised\"");
  }

  @Test
  void aPoolGrowsToASizeWithASuffix() {
    PoolGrowVerb grow = new PoolGrowVerb(node, new FakePools(jobs));
    assertThat(Runs.ct(grow, "200G").output())
        .isEqualTo("The pool /pool has 200G now, 100G of them free.\n");
    assertThat(Runs.ct(grow, "200G", "--kind", "ploop", "--json").output())
        .contains("\"total\" : 214748364800");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(grow, "much"))
        .withMessageContaining("SIZE 'much'");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(grow, "200G", "--kind", "none"))
        .withMessageContaining("'none'");
  }

  @Test
  void aNodeWithoutAnOpenPoolSaysWhy() {
    node.closePools();
    assertThat(Runs.ct(new PoolStatusVerb(node)).output())
        .contains("storage.ploop", "reflink: ext4 has none");
    assertThat(Runs.ct(new PoolStatusVerb(node), "--json").output().strip()).isEqualTo("[ ]");
  }

  @Test
  void releaseIsAJob() {
    assertThat(Runs.ct(new ReleaseVerb(node)).code()).isZero();
    assertThat(jobs.last().info().action()).isEqualTo("release");
  }
}
