package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationProbeTest {
  @TempDir private Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private Finding find(String subject) {
    return new IsolationProbe(root)
        .findings().stream().filter(f -> f.subject().equals(subject)).findFirst().orElseThrow();
  }

  @Test
  void aHostWithNothingSaysWhatThatCosts() {
    assertThat(find("user namespaces").grade()).isEqualTo(Grade.MISSING);
    assertThat(find("system-call filters").grade()).isEqualTo(Grade.MISSING);
    assertThat(find("security module"))
        .satisfies(f -> assertThat(f.grade()).isEqualTo(Grade.DEGRADED))
        .satisfies(f -> assertThat(f.cost()).contains("strong"));
    assertThat(new IsolationProbe(root).features()).containsEntry("isolation.userns", "no");
  }

  @Test
  void aTightHostIsGood() throws IOException {
    write("proc/self/ns/user", "");
    write("proc/sys/user/max_user_namespaces", "1000");
    write("proc/sys/kernel/seccomp/actions_avail", "kill_process errno log allow");
    write("proc/sys/kernel/seccomp/actions_logged", "kill_process errno log");
    write("sys/kernel/security/lsm", "landlock,apparmor,bpf");
    write("proc/sys/kernel/kptr_restrict", "2");

    assertThat(new IsolationProbe(root).findings())
        .hasSize(5)
        .allSatisfy(f -> assertThat(f.grade()).isEqualTo(Grade.GOOD));
    assertThat(new IsolationProbe(root).features())
        .containsEntry("isolation.lsm", "apparmor")
        .containsEntry("isolation.seccomp.log", "yes");
  }

  @Test
  void aModuleThatOnlyLogsIsAsGoodAsNone() throws IOException {
    write("sys/fs/selinux/enforce", "0");
    assertThat(find("security module"))
        .satisfies(f -> assertThat(f.grade()).isEqualTo(Grade.DEGRADED))
        .satisfies(f -> assertThat(f.detail()).contains("SELinux", "permissive"));

    write("sys/fs/selinux/enforce", "1");
    assertThat(find("security module").grade()).isEqualTo(Grade.GOOD);
  }

  @Test
  void aKernelThatDoesNotTellOfLoggedCallsHasNoTrials() throws IOException {
    write("proc/sys/kernel/seccomp/actions_avail", "kill_process errno log allow");
    write("proc/sys/kernel/seccomp/actions_logged", "kill_process errno");

    assertThat(find("trials of policies"))
        .satisfies(f -> assertThat(f.grade()).isEqualTo(Grade.DEGRADED))
        .satisfies(f -> assertThat(f.detail()).contains("actions_logged"));
    assertThat(new IsolationProbe(root).features()).containsEntry("isolation.seccomp.log", "no");
  }

  @Test
  void aLooseSettingIsNamedWithItsRemedy() throws IOException {
    write("proc/sys/kernel/kptr_restrict", "0");
    write("proc/sys/user/max_user_namespaces", "0");
    write("proc/self/ns/user", "");

    assertThat(find("sysctl kernel.kptr_restrict").grade()).isEqualTo(Grade.DEGRADED);
    assertThat(find("sysctl kernel.kptr_restrict").cost())
        .contains("kernel.kptr_restrict = 1", "/etc/sysctl.d");
    assertThat(find("user namespaces").grade()).isEqualTo(Grade.MISSING);
  }

  @Test
  void thisHostIsReadWithoutFail() {
    IsolationProbe probe = new IsolationProbe();

    assertThat(probe.findings()).hasSizeGreaterThan(3);
    assertThat(probe.features().get("isolation.seccomp")).isEqualTo("yes");
  }

  @Test
  void aMalformedRowIsRefused() {
    assertThatThrownBy(() -> SysctlAdvice.parse("kernel.x 1"))
        .hasMessageContaining("a row of 2 cells");
  }
}
