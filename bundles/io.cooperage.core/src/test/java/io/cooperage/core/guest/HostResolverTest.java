package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResolverTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void addressesAndDomainsAreTakenAndNothingElse() throws IOException {
    HostResolver host =
        new HostResolver(
            file("a", "# x\nnameserver 192.0.2.1\nnameserver\t2001:db8::1\nsearch a.b c;d\n"));
    assertThat(host.nameservers()).containsExactly("192.0.2.1", "2001:db8::1");
    assertThat(host.searchDomains()).containsExactly("a.b");
  }

  @Test
  void aStubOnLoopbackLeadsToTheNextFile() throws IOException {
    HostResolver host =
        new HostResolver(
            file("a", "nameserver 127.0.0.53\nnameserver ::1\n"),
            file("b", "nameserver 192.0.2.1\n"));
    assertThat(host.nameservers()).containsExactly("192.0.2.1");
  }

  @Test
  void aHostWithoutResolverHasNone() {
    assertThat(new HostResolver(folder.resolve("none")).nameservers()).isEmpty();
  }
}
