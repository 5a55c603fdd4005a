package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.itests.node.guest.PageProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real software from Debian's packages runs in a CT as on a machine of its own. */
@ExtendWith(NodeExtension.class)
class SoftwareIT {
  private static final String SERVER = "10.77.0.101";
  private static final int AT_ONCE = 4;

  @TempDir private Path folder;

  static List<String> policies() {
    return NodeExtension.full() ? List.of("denylist", "allowlist") : List.of("denylist");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void debiansSoftwareRunsUnharmed(String policy, TestNode node) throws IOException {
    DebianTemplate.require(node);
    List<Software> all = Software.of("software");
    DebianContainer server =
        DebianContainer.start(node, "101", "--syscalls", policy, "--ipadd", SERVER, "--nat", "yes");
    server.awaitRunning();
    server.install(all.stream().flatMap(s -> s.packages().stream()).toList());
    giveJar(node);

    Map<Software, CtResult> results = tryAll(server, all);

    List<String> failed = new ArrayList<>();
    results.forEach((software, result) -> failed.addAll(failure(software, result)));
    assertThat(failed).as("what fails under the %s", policy).isEmpty();
    loginFromAnother(node, server);
    assertThat(server.run("systemctl --failed --no-legend").output()).isBlank();
    write(server, all);
  }

  private static List<String> failure(Software software, CtResult result) {
    return result.ok()
        ? List.of()
        : List.of(software.name() + ": " + result.output() + result.error());
  }

  private static Map<Software, CtResult> tryAll(DebianContainer server, List<Software> all) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Map<Software, CompletableFuture<CtResult>> running = new LinkedHashMap<>();
      all.forEach(
          s ->
              running.put(
                  s,
                  CompletableFuture.supplyAsync(
                      () -> server.run("set -x\n" + s.script()), threads)));
      Map<Software, CtResult> results = new LinkedHashMap<>();
      running.forEach((software, result) -> results.put(software, result.join()));
      return results;
    } finally {
      threads.shutdown();
    }
  }

  /** An ordinary user, by key and with a terminal, over the network that the CTs have. */
  private static void loginFromAnother(TestNode node, DebianContainer server) {
    DebianContainer client =
        DebianContainer.start(node, "102", "--ipadd", "10.77.0.102", "--nat", "yes");
    client.awaitRunning();
    client.install(new TreeSet<>(List.of("openssh-client")));
    client.run("ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519").orFail();
    String key = client.run("cat /root/.ssh/id_ed25519.pub").orFail().output().strip();
    server
        .run(
            "install -d -o guest -m 700 ~guest/.ssh && echo '"
                + key
                + "' >~guest/.ssh/authorized_keys && chown guest ~guest/.ssh/authorized_keys")
        .orFail();
    CtResult login =
        client.run(
            "ssh -tt -o BatchMode=yes -o StrictHostKeyChecking=accept-new guest@"
                + SERVER
                + " 'tty >/dev/null && id -un'");
    assertThat(login.orFail().output().strip()).isEqualTo("guest");
  }

  private void giveJar(TestNode node) throws IOException {
    Path jar = folder.resolve("all.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PageProgram.class.getName());
    String entry = PageProgram.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(PageProgram.class.getResourceAsStream("/" + entry).readAllBytes());
    }
    node.ct("cp", jar.toString(), "101:/root/all.jar").orFail();
  }

  /** The table of the manual. */
  private static void write(DebianContainer server, List<Software> all) throws IOException {
    StringBuilder table =
        new StringBuilder("| software | version | what was shown |\n|---|---|---|\n");
    for (Software software : all) {
      String version =
          server
              .run("dpkg-query -W -f '${Version}' " + software.packages().get(0) + " || true")
              .output();
      table.append(
          "| %s | %s | %s |%n".formatted(software.name(), version.strip(), software.shows()));
    }
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("software.md"), table);
  }
}
