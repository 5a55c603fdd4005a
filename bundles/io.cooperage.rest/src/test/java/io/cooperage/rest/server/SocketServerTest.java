package io.cooperage.rest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.rest.http.ApiServlet;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a server that is only there
class SocketServerTest {
  @TempDir Path folder;

  private static SocketServer serve(Path socket) {
    return new SocketServer(socket, new ApiServlet(List::of));
  }

  @Test
  void theSocketIsForItsOwnerAloneAndGoesWithTheServer() throws IOException {
    Path socket = folder.resolve("api.sock");
    try (SocketServer server = serve(socket)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void theSocketOfAKilledDaemonIsReplaced() throws IOException {
    Path socket = folder.resolve("api.sock");
    ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    killed.bind(UnixDomainSocketAddress.of(socket));
    killed.close();

    try (SocketServer server = serve(socket)) {
      assertThat(socket).exists();
    }
  }

  @Test
  void theSocketOfALivingDaemonAndOtherFilesAreLeftAlone() throws IOException {
    Path socket = folder.resolve("api.sock");
    try (SocketServer first = serve(socket)) {
      assertThatThrownBy(() -> serve(socket)).hasMessageContaining("in use by another daemon");
    }
    Files.writeString(socket, "x");
    assertThatThrownBy(() -> serve(socket)).hasMessageContaining("no socket");
    assertThat(socket).hasContent("x");
  }

  @Test
  void aUserWhoIsNotRootIsTurnedAway() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "setpriv is needed");
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/curl")), "curl is needed");
    try (TestServer server = new TestNode().serve()) {
      Files.setPosixFilePermissions(server.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.setPosixFilePermissions(server.socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
      Process curl =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=65534",
                  "--clear-groups",
                  "curl",
                  "-s",
                  "--unix-socket",
                  server.socket().toString(),
                  "http://node/1.0")
              .start();

      assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(curl.exitValue()).isNotZero();
      assertThat(server.send("GET", "/1.0")).extracting(Answer::status).isEqualTo(200);
    }
  }
}
