package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkSysctlsTest {
  @Test
  void writingInANamespaceLeavesTheHostAlone() {
    String before = NetworkSysctls.read("ipv4/ip_default_ttl");
    try (OwnedFd namespace = NetworkNamespaces.create()) {
      NetworkSysctls.writeIn(namespace, Map.of("ipv4/ip_default_ttl", "77"));
      assertThat(NetworkSysctls.readIn(namespace, "ipv4/ip_default_ttl")).isEqualTo("77");
    }
    assertThat(NetworkSysctls.read("ipv4/ip_default_ttl")).isEqualTo(before);
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkSysctls.read("../kernel/core_pattern"));
    assertThatIllegalArgumentException().isThrownBy(() -> NetworkSysctls.read("/etc/passwd"));
  }

  @Test
  void aValueThatTheKernelRefusesIsShown() {
    try (OwnedFd namespace = NetworkNamespaces.create()) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> NetworkSysctls.writeIn(namespace, Map.of("ipv4/ip_default_ttl", "900")))
          .withMessageContaining("ip_default_ttl (900): EINVAL")
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
  }
}
