package io.cooperage.shell.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.PoolFlaw;
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

  private static PoolFlaw flaw(String path, boolean error, boolean done, String note) {
    return new PoolFlaw(
        "orphan", path, 1 << 20, "is odd", error, PoolFlaw.Repair.SET_ASIDE, done, note);
  }

  @Test
  void aCheckedPoolTellsEachFlawAndWhatARepairDoes() {
    FakePools pools = new FakePools(jobs);
    PoolCheckVerb check = new PoolCheckVerb(node, pools);
    assertThat(Runs.ct(check).output()).isEqualTo("The pool of storage ploop is sound.\n");
    pools.finds(flaw("/pool/a", false, false, ""));
    Runs.Run wasted = Runs.ct(check, "--kind", "ploop");
    assertThat(wasted.code()).isZero();
    assertThat(wasted.output())
        .contains("orphan  1M    set-aside  /pool/a  is odd", "sound, but for 1");
    pools.finds(flaw("/pool/b", true, true, "it lies in /x"));
    assertThat(Runs.ct(check, "--repair").output()).contains("done", "is odd (it lies in /x)");
    pools.finds(flaw("/pool/c", true, false, ""));
    Runs.Run missed = Runs.ct(check, "--json");
    assertThat(missed.code()).isEqualTo(47);
    assertThat(missed.output()).contains("\"repair\" : \"set-aside\"", "\"path\" : \"/pool/c\"");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(check, "--kind", "none"))
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
