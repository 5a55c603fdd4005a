package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.testing.fake.MemoryGuestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestConfiguratorTest {
  @TempDir Path folder;
  private final Map<String, byte[]> disk = new HashMap<>();
  private final MemoryGuestFiles files = new MemoryGuestFiles(disk);
  private GuestConfigurator configurator;

  @BeforeEach
  void makeHost() throws IOException {
    Path stub = folder.resolve("resolv.conf");
    Path real = folder.resolve("resolved.conf");
    Files.writeString(stub, "nameserver 127.0.0.53\nsearch example.org\n");
    Files.writeString(real, "nameserver 192.0.2.1\nnameserver evil;rm\n");
    configurator = new GuestConfigurator(new HostResolver(stub, real));
  }

  private String text(String path) {
    return new String(disk.get(path), StandardCharsets.UTF_8);
  }

  @Test
  void nameAndHostsAreWritten() {
    configurator.configure(files, "web.example.org", ParameterValues.empty());
    assertThat(text("/etc/hostname")).isEqualTo("web.example.org\n");
    assertThat(text("/etc/hosts"))
        .contains("127.0.0.1 localhost")
        .contains("127.0.1.1 web.example.org web\n");
  }

  @Test
  void whatTheOwnerWroteIntoHostsStays() {
    disk.put(
        "/etc/hosts", "127.0.0.1 localhost\n192.0.2.9 mine\n".getBytes(StandardCharsets.UTF_8));
    configurator.configure(files, "one", ParameterValues.empty());
    configurator.configure(files, "two", ParameterValues.empty());
    assertThat(text("/etc/hosts"))
        .isEqualTo(
            """
            127.0.0.1 localhost
            192.0.2.9 mine
            # begin cooperage
            127.0.1.1 two
            # end cooperage
            """);
  }

  @Test
  void bytesOfAnyEncodingStayInHostsAndKeys() {
    byte[] latin = "127.0.0.1 localhost # caf\u00e9\r\n\n".getBytes(StandardCharsets.ISO_8859_1);
    disk.put("/etc/hosts", latin);
    ParameterValues values =
        ParameterValues.builder()
            .putList(GuestParameters.SSH_KEY, List.of("ssh-ed25519 AAAA Jos\u00e9"))
            .build();
    configurator.configure(files, "one", values);
    assertThat(disk.get("/etc/hosts")).startsWith(latin);
    assertThat(text("/root/.ssh/authorized_keys")).contains("AAAA Jos\u00e9\n");
  }

  @Test
  void theHostsResolverIsInheritedWithoutItsLoopbackStub() {
    configurator.configure(files, "one", ParameterValues.empty());
    assertThat(text("/etc/resolv.conf")).isEqualTo("search example.org\nnameserver 192.0.2.1\n");
  }

  @Test
  void givenNameServersReplaceTheInheritedOnes() {
    ParameterValues values =
        ParameterValues.builder()
            .putList(GuestParameters.NAMESERVER, List.of("192.0.2.53", "2001:db8::1"))
            .putList(GuestParameters.SEARCHDOMAIN, List.of("lab"))
            .build();
    configurator.configure(files, "one", values);
    assertThat(text("/etc/resolv.conf"))
        .isEqualTo("search lab\nnameserver 192.0.2.53\nnameserver 2001:db8::1\n");
  }

  @Test
  void keysGoIntoABlockAndOutOfIt() {
    disk.put("/root/.ssh/authorized_keys", "ssh-rsa OWN\n".getBytes(StandardCharsets.UTF_8));
    ParameterValues values =
        ParameterValues.builder()
            .putList(GuestParameters.SSH_KEY, List.of("ssh-ed25519 AAAA me"))
            .build();
    configurator.configure(files, "one", values);
    assertThat(text("/root/.ssh/authorized_keys")).contains("OWN").contains("AAAA me");
    configurator.configure(files, "one", ParameterValues.empty());
    assertThat(text("/root/.ssh/authorized_keys")).isEqualTo("ssh-rsa OWN\n");
  }
}
