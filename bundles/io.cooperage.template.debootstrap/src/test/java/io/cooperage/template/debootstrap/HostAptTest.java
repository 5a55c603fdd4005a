package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAptTest {
  @TempDir private Path folder;

  @Test
  void allFilesAreReadInAptsOrderAndOthersAreNot() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("sources.list.d"));
    Files.writeString(folder.resolve("sources.list"), line("first"));
    Files.writeString(parts.resolve("b.list"), line("third"));
    Files.writeString(
        parts.resolve("a.sources"),
        "Types: deb\nURIs: http://second.example\nSuites: bookworm\nComponents: main\n");
    Files.writeString(parts.resolve("c.list.disabled"), line("never"));
    Files.write(parts.resolve("d.list"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Files.createDirectory(parts.resolve("e.list"));
    assertThat(new HostApt(folder).sources())
        .extracting(AptSource::uri)
        .containsExactly("http://first.example", "http://second.example", "http://third.example");
  }

  @Test
  void aHostWithoutAptHasNoSources() {
    assertThat(new HostApt(folder.resolve("none")).sources()).isEmpty();
  }

  private static String line(String host) {
    return "deb http://" + host + ".example bookworm main\n";
  }
}
