package io.cooperage.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.process.ThreadCapabilities;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NftablesTest {
  private OwnedFd namespace;

  @BeforeEach
  void makeNamespace() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    namespace = NetworkNamespaces.create();
    inside(
        () -> {
          Nftables.run(
              """
              table inet t {
                set s { type ifname; elements = { "a" }; }
                chain one { type filter hook input priority 3; policy accept; counter drop; }
                chain two { iifname @s counter accept; }
              }
              """);
          return null;
        });
  }

  @AfterEach
  void letItGo() {
    if (namespace != null) {
      namespace.close();
    }
  }

  private <T> T inside(Supplier<T> work) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, work);
  }

  @Test
  void rulesAreToldWithTheirChainsAndWithoutCounters() {
    assertThat(inside(() -> Nftables.rules("t")).orElseThrow())
        .containsExactly(
            "chain one type filter hook input priority filter + 3; policy accept;",
            "chain one counter drop",
            "chain two iifname @s counter accept");
  }

  @Test
  void onlyATableThatIsNotThereIsAbsent() {
    assertThat(inside(() -> Nftables.table("tt"))).isEmpty();
    assertThat(inside(() -> Nftables.rules("tt"))).isEmpty();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                inside(
                    () -> {
                      new ThreadCapabilities(0, 0, 0).raiseEffective();
                      return Nftables.table("t");
                    }))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.KERNEL))
        .withMessageContaining("the nft table t cannot be listed");
  }
}
