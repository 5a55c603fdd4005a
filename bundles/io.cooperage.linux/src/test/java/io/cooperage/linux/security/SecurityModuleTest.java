package io.cooperage.linux.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.security.SecurityModule.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityModuleTest {
  @TempDir private Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "APPARMOR, cooperage (enforce), unconfined, true",
    "APPARMOR, cooperage (kill), unconfined, true",
    "APPARMOR, cooperage (complain), unconfined, false",
    "APPARMOR, cooperage (unconfined), unconfined, false",
    "APPARMOR, unconfined, unconfined, false",
    "APPARMOR, daemon (enforce), daemon (enforce), false",
    "SELINUX, system_u:system_r:container_t:s0:c1, system_u:system_r:initrc_t:s0, true",
    "SELINUX, system_u:system_r:unconfined_service_t:s0, system_u:system_r:init_t:s0, false",
    "SELINUX, unconfined_u:unconfined_r:unconfined_t:s0, system_u:system_r:init_t:s0, false",
    "SELINUX, system_u:system_r:spc_t:s0, system_u:system_r:init_t:s0, false",
    "SELINUX, system_u:system_r:x_t:s0, system_u:system_r:x_t:s0, false",
    "SELINUX, kernel, kernel, false",
    "SELINUX, kernel, system_u:system_r:init_t:s0, false",
    "SMACK, guest-1, _, true",
    "SMACK, _, System, false",
    "SMACK, System, System, false"
  })
  void onlyALabelThatThingsAreDeniedToConfines(
      Kind kind, String label, String nodes, boolean confines) {
    assertThat(new SecurityModule(kind, true).gap(label, nodes).isEmpty()).isEqualTo(confines);
  }

  @Test
  void aPermissiveModuleConfinesNobody() {
    assertThat(new SecurityModule(Kind.SELINUX, false).gap("a:b:container_t:s0", "a:b:init_t:s0"))
        .hasValueSatisfying(why -> assertThat(why).contains("permissive"));
  }

  @Test
  void aModuleWithoutAPolicyDoesNotEnforce() throws IOException {
    assertThat(SecurityModule.active(root)).isEmpty();
    write("sys/kernel/security/lsm", "lockdown,capability,landlock,selinux,bpf");
    assertThat(SecurityModule.active(root)).contains(new SecurityModule(Kind.SELINUX, false));
    write("sys/fs/selinux/enforce", "0");
    assertThat(SecurityModule.active(root)).contains(new SecurityModule(Kind.SELINUX, false));
    write("sys/fs/selinux/enforce", "1");
    assertThat(SecurityModule.active(root)).contains(new SecurityModule(Kind.SELINUX, true));
  }

  @Test
  void aModuleIsFoundWithoutSecurityfs() throws IOException {
    write("sys/module/apparmor/parameters/enabled", "N");
    assertThat(SecurityModule.active(root)).isEmpty();
    write("sys/module/apparmor/parameters/enabled", "Y");
    assertThat(SecurityModule.active(root)).contains(new SecurityModule(Kind.APPARMOR, true));
  }

  @Test
  void thisHostIsReadWithoutFail() {
    assertThat(SecurityModule.active(Path.of("/")).stream())
        .allSatisfy(m -> assertThat(m.kind().title()).isNotEmpty());
  }
}
