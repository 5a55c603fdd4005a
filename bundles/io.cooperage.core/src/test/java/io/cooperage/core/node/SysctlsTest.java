package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysctlsTest {
  @TempDir Path root;

  @Test
  void severalNumbersAreReadAsTheKernelIsGivenThem() throws IOException {
    Files.createDirectories(root.resolve("net/ipv4"));
    Files.writeString(root.resolve("net/ipv4/tcp_mem"), "1\t2\t3\n");
    Sysctls sysctls = new Sysctls(root);
    assertThat(sysctls.read("net.ipv4.tcp_mem")).isEqualTo("1 2 3");
    sysctls.write("net.ipv4.tcp_mem", "4 5 6");
    assertThat(root.resolve("net/ipv4/tcp_mem")).hasContent("4 5 6");
  }

  @Test
  void aSysctlThatIsNotThereIsNamedAndNeverMade() {
    Sysctls sysctls = new Sysctls(root);
    assertThatThrownBy(() -> sysctls.read("net.none")).hasMessageContaining("net.none");
    assertThatThrownBy(() -> sysctls.write("net.none", "1")).hasMessageContaining("net.none");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void theKernelsOwnCanBeRead() {
    assertThat(Sysctls.ofKernel().read("kernel.ostype")).isEqualTo("Linux");
  }

  @Test
  void allDigitsOfTheKernelsOwnAreRead() {
    assertThat(Long.parseLong(Sysctls.ofKernel().read("kernel.pid_max"))).isGreaterThan(300);
  }
}
