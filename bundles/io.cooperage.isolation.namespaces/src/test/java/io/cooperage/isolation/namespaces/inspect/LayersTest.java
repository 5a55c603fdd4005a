package io.cooperage.isolation.namespaces.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationLayer.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looks at this very process, which is in the node's namespaces as the daemon is. */
class LayersTest {
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
    List<IsolationLayer> layers = new PrivilegeLayers(self, false).layers("denylist");

    boolean filtered = self.status("Seccomp").orElseThrow().equals("2");
    assertThat(find(layers, "system-call filter").state())
        .isEqualTo(filtered ? State.ON : State.OFF);
    assertThat(find(layers, "capabilities").found()).contains("can be had");
  }

  @Test
  void aTableWithoutMasksIsWeakOnlyForTheHostsRoot() {
    assertThat(find(new MountLayers(self, true).layers(), "masks").grade())
        .isEqualTo(IsolationGrade.STRONG);
    assertThat(find(new MountLayers(self, false).layers(), "masks").grade())
        .isEqualTo(IsolationGrade.WEAK);
  }
}
