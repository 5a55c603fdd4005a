package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The host at work in a CT whose root swaps files and folders for links as fast as it can. */
@ExtendWith(NodeExtension.class)
class RaceIT {
  private static final List<String> NAMES =
      List.of(
          "hostname", "hosts", "resolv.conf", "shadow", "passwd", "file", ".ssh/authorized_keys");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SECRET = "the-hosts-own";
  private static final String START = "chmod 755 /swap; /swap \"$1\" </dev/null >/dev/null 2>&1 &";

  @TempDir private Path folder;
  private Path outside;
  private Path swap;
  private HostFiles host;
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int done;
  private long swaps;

  @BeforeEach
  void layOut() throws IOException {
    outside = Files.createDirectories(folder.resolve("outside"));
    Files.createDirectories(outside.resolve(".ssh"));
    for (String name : NAMES) {
      Files.writeString(outside.resolve(name), SECRET + " " + name + "\n");
    }
    swap = folder.resolve("swap");
    String source = Path.of("src", "main", "c", "swap.c").toString();
    Programs.output(
        "gcc",
        "-std=gnu11",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-static",
        "-o",
        swap + "",
        source);
    host =
        HostFiles.remember(
            outside,
            Path.of("/etc/hostname"),
            Path.of("/etc/hosts"),
            Path.of("/etc/resolv.conf"),
            Path.of("/etc/shadow"),
            Path.of("/etc/passwd"),
            Path.of("/root/.ssh"),
            Path.of("/root/file"));
  }

  @Test
  void aContainerThatSwapsLinksNeverLeadsTheHostOutside(TestNode node) throws IOException {
    int rounds = NodeExtension.count("rounds of the host in a CT that swaps links", 150, 10_000);
    ContainerIT.create(node, "101", "--hostname", "racer");
    beginSwapping(node);
    for (int round = 1; round <= rounds; round++) {
      work(node, round);
      if (round % (rounds / 5) == 0) {
        backUpAndStartAgain(node);
      }
    }
    countSwaps(node);
    System.out.println("done: " + done + ", swapped: " + swaps + ", refused: " + refusals);
    assertThat(swaps).as("swaps that the host's work raced against").isGreaterThan(rounds);
    assertThat(refusals.keySet())
        .isNotEmpty()
        .allMatch(error -> error.matches("(?s)ct: .*(container|the CT).*"))
        .noneMatch(error -> error.contains("Exception"));
    assertThat(done).as("what was done: refused %s", refusals).isGreaterThan(rounds / 10);
    String backup = backUp(node);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("mount", "101").orFail();
    tolerated(node.ct("cp", newFile().toString(), "101:/root/file"));
    node.ct("umount", "101").orFail();
    host.assertUntouched();
    node.ct("restore", "101", backup, "--ctid", "103").orFail();
    assertNoSecret(node, "103");
    assertNoSecret(node, "101");
    startAgain(node);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
    node.ct("destroy", "103").orFail();
    host.assertUntouched();
    ContainerIT.create(node, "102", "--hostname", "after");
    assertThat(node.ct("exec", "102", "--", "cat", "/etc/hostname").output()).isEqualTo("after\n");
  }

  private void beginSwapping(TestNode node) {
    node.ct("cp", swap.toString(), "101:/swap").orFail();
    // Where the links lead by the container's own root there is something as well.
    String names = NAMES.stream().map(n -> "\"$1/" + n + "\"").reduce("", (a, b) -> a + " " + b);
    String prepare = "mkdir -p \"$1/.ssh\" /root/.ssh; touch" + names + "; ";
    node.ct("exec", "101", "--", "sh", "-c", prepare + START, "sh", outside.toString()).orFail();
  }

  private void work(TestNode node, int round) throws IOException {
    switch (round % 6) {
      case 0 -> tolerated(node.ct("set", "101", "--hostname", "racer" + round));
      case 1 -> tolerated(node.ct("set", "101", "--nameserver", "10.0." + round % 250 + ".1"));
      case 2 -> tolerated(node.ct("set", "101", "--searchdomain", "r" + round + ".example"));
      case 3 -> tolerated(node.ct("set", "101", "--userpasswd", "root:secret" + round));
      case 4 -> tolerated(node.ct("cp", newFile().toString(), "101:/root/file"));
      default -> readBack(node);
    }
  }

  private Path newFile() throws IOException {
    return Files.writeString(folder.resolve("new"), "from the host\n");
  }

  private void readBack(TestNode node) throws IOException {
    Path copy = folder.resolve("copy");
    tolerated(node.ct("cp", "101:/root/file", copy.toString()));
    if (Files.exists(copy)) {
      assertThat(Files.readString(copy)).doesNotContain(SECRET);
      Files.delete(copy);
    }
  }

  /** An owner who swaps may make the host's work fail, by an error that says what it met. */
  private void tolerated(CtResult result) {
    if (result.ok()) {
      done++;
      return;
    }
    refusals.merge(result.error().replaceAll("[0-9]+", "N").strip(), 1, Integer::sum);
  }

  /** The swapper begins anew with each start. */
  private void countSwaps(TestNode node) throws IOException {
    Path told = folder.resolve("swaps");
    Await.until("it swaps", PATIENCE, () -> node.ct("cp", "101:/swaps", told.toString()).ok());
    String text = Files.readString(told).strip();
    swaps += text.isEmpty() ? 0 : Long.parseLong(text);
    Files.delete(told);
  }

  /** Nothing of the host was taken for the CT's own, whether by a copy, a backup or a start. */
  private static void assertNoSecret(TestNode node, String ctid) throws IOException {
    Path root = Path.of(node.ct("mount", ctid).orFail().output().strip());
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> small =
          files.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).toList();
      assertThat(small).isNotEmpty();
      for (Path file : small) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
    node.ct("umount", ctid).orFail();
  }

  private static String backUp(TestNode node) {
    return node.ct("backup", "101", "--json").orFail().json().get("id").asText();
  }

  private void backUpAndStartAgain(TestNode node) throws IOException {
    countSwaps(node);
    backUp(node);
    node.ct("stop", "101", "--fast").orFail();
    host.assertUntouched();
    startAgain(node);
    beginSwapping(node);
  }

  /** Whose root was stopped with /etc as a link to itself cannot be started: another takes over. */
  private void startAgain(TestNode node) {
    CtResult started = node.ct("start", "101");
    tolerated(started);
    if (!started.ok()) {
      node.ct("destroy", "101").orFail();
      ContainerIT.create(node, "101", "--hostname", "racer");
    }
  }
}
