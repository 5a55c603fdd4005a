package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianMirrorTest {
  private final MirrorProbe probe = new MirrorProbe(Map.of(), new RecordedProgress());
  @TempDir private Path one;
  @TempDir private Path other;

  @Test
  void theFirstArchiveThatHasTheSuiteIsTaken() throws IOException {
    FileArchive without = new FileArchive(one).with("bookworm", "Debian");
    FileArchive with = new FileArchive(other).with("trixie", "Debian");
    DebianMirror mirror = choose(without.source("bookworm"), with.source("bookworm"));
    assertThat(mirror.uri()).isEqualTo("file:" + other);
    assertThat(mirror.release()).isPresent();
  }

  @Test
  void anArchiveOfAnotherOriginIsNotDebian() throws IOException {
    FileArchive foreign = new FileArchive(one).with("trixie", "Elsewhere");
    assertThat(choose(foreign.source("trixie")).release()).isEmpty();
  }

  @Test
  void securityAloneIsNoArchive() throws IOException {
    FileArchive security = new FileArchive(one).with("trixie", "Debian");
    assertThat(
            DebianMirror.choose(
                List.of(security.source("bookworm-security")), DebianRelease.DEBIAN_13, probe))
        .isEmpty();
  }

  @Test
  void containersGetUpdatesAndSecurityWhereTheMirrorHasThem() throws IOException {
    HttpServer server = serve("trixie", "trixie-security");
    try {
      String uri = "http://127.0.0.1:" + server.getAddress().getPort();
      AptSource archive =
          new AptSource(uri, List.of("bookworm", "bookworm-updates"), List.of("main"));
      AptSource security = new AptSource(uri, List.of("bookworm-security"), List.of("main"));
      DebianMirror mirror = choose(archive, security);
      assertThat(mirror.release()).isPresent();
      assertThat(mirror.sources())
          .hasSize(2)
          .anyMatch(line -> line.endsWith(uri + " trixie main"))
          .anyMatch(line -> line.endsWith(uri + " trixie-security main"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aSilentMirrorIsRememberedForContainersAlone() {
    AptSource dead =
        new AptSource("http://127.0.0.1:1/debian", List.of("x", "x-updates"), List.of("main"));
    DebianMirror mirror = choose(dead);
    assertThat(mirror.release()).isEmpty();
    assertThat(mirror.sources())
        .extracting(line -> line.substring(line.indexOf("http")))
        .containsExactly(
            "http://127.0.0.1:1/debian trixie main",
            "http://127.0.0.1:1/debian trixie-updates main");
  }

  @Test
  void anArchiveOnTheHostsDiskIsOfNoUseToContainers() throws IOException {
    FileArchive archive = new FileArchive(one).with("trixie", "Debian");
    assertThat(choose(archive.source("trixie")).sources()).isEmpty();
  }

  private DebianMirror choose(AptSource... sources) {
    return DebianMirror.choose(List.of(sources), DebianRelease.DEBIAN_13, probe).orElseThrow();
  }

  private static HttpServer serve(String... suites) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (String suite : suites) {
      byte[] release =
          ("Origin: Debian\nCodename: " + suite + "\n").getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/dists/" + suite + "/InRelease",
          exchange -> {
            exchange.sendResponseHeaders(200, release.length);
            exchange.getResponseBody().write(release);
            exchange.close();
          });
    }
    server.start();
    return server;
  }
}
