package io.cooperage.isolation.namespaces.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationLayer.State;
import io.cooperage.linux.security.SecurityModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at this very process, which is in the node's namespaces as the daemon is. */
class LayersTest {
  @TempDir private Path folder;
  private final ProcessView self = ProcessView.ofNode();

  private static IsolationLayer find(List<IsolationLayer> layers, String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aProcessOfTheNodeSharesEverything() {
    NamespaceLayers namespaces = new NamespaceLayers(self, self);

    assertThat(namespaces.unprivileged()).isFalse();
    assertThat(namespaces.layers())
        .hasSize(9)
        .allSatisfy(l -> assertThat(l.state()).isEqualTo(State.OFF))
        .allSatisfy(l -> assertThat(l.cost()).isNotEmpty());
    assertThat(find(namespaces.layers(), "user namespace").grade())
        .isEqualTo(IsolationGrade.TRUSTED);
  }

  @Test
  void whatAProcessMayAskIsReadFromTheKernel() {
    List<IsolationLayer> layers = new PrivilegeLayers(self, false).layers("denylist", 0);

    boolean filtered = self.status("Seccomp").orElseThrow().equals("2");
    assertThat(find(layers, "system-call filter").state())
        .isEqualTo(filtered ? State.ON : State.OFF);
    assertThat(find(layers, "capabilities").found()).contains("can be had");
  }

  private IsolationLayer filter(String status, int tried) throws IOException {
    Files.writeString(folder.resolve("status"), status);
    return new PrivilegeLayers(new ProcessView(folder), true).layers("denylist", tried).get(0);
  }

  @Test
  void whatOnlyLogsIsNotInForce() throws IOException {
    assertThat(filter("Seccomp:\t2\nSeccomp_filters:\t3\n", 2).found())
        .isEqualTo("1 in force, 2 that only log, launched with denylist");
    assertThat(filter("Seccomp:\t2\nSeccomp_filters:\t1\n", 1))
        .satisfies(l -> assertThat(l.state()).isEqualTo(State.OFF))
        .satisfies(l -> assertThat(l.grade()).isEqualTo(IsolationGrade.WEAK));
    assertThat(filter("Seccomp:\t2\n", 1).state()).isEqualTo(State.ON);
  }

  private IsolationLayer module(SecurityModule module, String label, String nodes)
      throws IOException {
    ProcessView node = labelled("node", nodes);
    return new ModuleLayers(labelled("init", label), node, Optional.of(module), true)
        .layers()
        .get(0);
  }

  private ProcessView labelled(String name, String label) throws IOException {
    Path attributes = Files.createDirectories(folder.resolve(name).resolve("attr"));
    Files.writeString(attributes.resolve("current"), label + "\0\n");
    return new ProcessView(folder.resolve(name));
  }

  @Test
  void aLabelIsALayerOnlyIfThingsAreDeniedToIt() throws IOException {
    SecurityModule apparmor = new SecurityModule(SecurityModule.Kind.APPARMOR, true);
    SecurityModule selinux = new SecurityModule(SecurityModule.Kind.SELINUX, true);
    String daemon = "system_u:system_r:unconfined_service_t:s0";

    assertThat(module(apparmor, "ct (enforce)", "unconfined").state()).isEqualTo(State.ON);
    assertThat(module(apparmor, "ct (complain)", "unconfined"))
        .satisfies(l -> assertThat(l.state()).isEqualTo(State.OFF))
        .satisfies(l -> assertThat(l.grade()).isEqualTo(IsolationGrade.GOOD))
        .satisfies(l -> assertThat(l.found()).contains("AppArmor ct (complain)", "not enforced"));
    assertThat(module(selinux, daemon, daemon).state()).isEqualTo(State.OFF);
    assertThat(module(selinux, "u:r:container_t:s0", daemon).state()).isEqualTo(State.ON);
  }

  @Test
  void aKernelWithoutAModuleHasNoneForAnybody() {
    assertThat(new ModuleLayers(self, self, Optional.empty(), true).layers().get(0).state())
        .isEqualTo(State.ABSENT);
  }

  @Test
  void aTableWithoutMasksIsWeakOnlyForTheHostsRoot() {
    assertThat(find(new MountLayers(self, true).layers(), "masks").grade())
        .isEqualTo(IsolationGrade.STRONG);
    assertThat(find(new MountLayers(self, false).layers(), "masks").grade())
        .isEqualTo(IsolationGrade.WEAK);
  }
}
