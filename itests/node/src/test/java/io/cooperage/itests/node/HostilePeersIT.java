package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.itests.node.PeerTable.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hostile actions against crun, LXC and our own privileged CTs, whose root is the host's: only
 * those that do no harm where they succeed.
 */
@ExtendWith(NodeExtension.class)
class HostilePeersIT {
  private static final Path PAGE = Path.of("../../docs/manual/isolation.md");
  private static final Path SEEN = Path.of("target/hostile-peers.seen");
  private static final Path FRESH = Path.of("target/hostile-peers.md");

  private final HostileTable ours = HostileTable.read();
  private final PeerTable others = PeerTable.read();

  private final Map<String, List<String>> seen = new TreeMap<>();

  @TempDir private Path folder;

  @Test
  void everyActionIsComparedOrSaysWhyNot() {
    assertThat(others.rows().stream().map(PeerTable.Row::name))
        .containsExactlyInAnyOrderElementsOf(
            ours.rows().stream().map(HostileTable.Row::name).toList());
  }

  @Test
  void theTableInTheManualIsThatOfTheTests() throws IOException {
    String table = PeerPage.table(ours, others);
    Files.writeString(FRESH, table);

    assertThat(Files.readString(PAGE)).as("put itests/node/" + FRESH + " there").contains(table);
  }

  @Test
  void othersLetThroughWhatTheTableSays(TestNode node) throws IOException {
    HostileProgram program = HostileIT.program();
    Map<Peer, HostileTarget> targets = targets(node, program.file());
    Map<String, String> wrong = new TreeMap<>();
    try (HostileProgram.Bait bait = program.bait()) {
      Map<String, String> told = new HashMap<>(bait.told());
      told.put("HOSTILE_RUN", node.run().toString());
      for (Map.Entry<Peer, HostileTarget> target : targets.entrySet()) {
        Set<String> before = HostState.now();
        wrong.putAll(tryAll(target.getKey(), target.getValue(), told, program));
        assertThat(HostState.difference(before, HostState.now()))
            .as("changes of the host by " + target.getKey())
            .isEmpty();
      }
      assertThat(bait.lives()).as("the process that was attacked").isTrue();
    }
    Files.write(SEEN, seen.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    assertThat(wrong).as("results that are not those of the table").isEmpty();
  }

  private Map<Peer, HostileTarget> targets(TestNode node, Path program) {
    Map<Peer, HostileTarget> targets = new TreeMap<>();
    targets.put(
        Peer.PRIVILEGED,
        new CooperageTarget(node, "101", "10.91.0.101", program, List.of("--privileged", "yes")));
    if (installed("crun")) {
      targets.put(Peer.CRUN, new CrunTarget(folder, program));
    }
    if (installed("lxc-start")) {
      targets.put(Peer.LXC, new LxcTarget(folder, program));
    }
    return targets;
  }

  private static boolean installed(String name) {
    boolean there = HostileIT.inPath(name);
    if (!there) {
      System.out.println("hostile actions against " + name + ": it is not installed");
    }
    return there;
  }

  /** What came out otherwise than the table says, by action. */
  private Map<String, String> tryAll(
      Peer peer, HostileTarget target, Map<String, String> told, HostileProgram program) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    others.rows().stream()
        .filter(PeerTable.Row::harmless)
        .forEach(row -> arguments.add(row.name()));
    target.begin();
    List<String> answers;
    try {
      answers = target.run(told, arguments).output().lines().toList();
    } finally {
      target.end();
    }
    assertThat(answers).hasSize(arguments.size() - 1);
    answers.forEach(
        answer -> seen.computeIfAbsent(word(answer), a -> new ArrayList<>()).add(result(answer)));
    Optional<String> strange = strange(peer);
    Map<String, String> wrong = new TreeMap<>();
    for (String answer : answers) {
      if (!others.row(word(answer)).right(peer, result(answer)) && present(word(answer), program)) {
        wrong.put(word(answer) + " " + peer, result(answer));
      }
    }
    System.out.printf(
        "hostile actions against %s: %d tried, %d not as in the table%s%n",
        peer.name().toLowerCase(Locale.ROOT),
        answers.size(),
        wrong.size(),
        strange.map(why -> ", which is of another machine: " + why + " " + wrong).orElse(""));
    return strange.isPresent() ? Map.of() : wrong;
  }

  private static String word(String answer) {
    return answer.substring(0, answer.indexOf(' '));
  }

  private static String result(String answer) {
    return answer.substring(answer.indexOf(' ') + 1);
  }

  private boolean present(String name, HostileProgram program) {
    return ours.rows().stream().anyMatch(r -> r.name().equals(name) && r.present(program));
  }

  /** Why results may be others than those of the machine that the table was made on. */
  private Optional<String> strange(Peer peer) {
    Map<String, String> made = others.versions();
    String kernel = System.getProperty("os.version");
    if (!kernel.startsWith(made.get("linux") + ".")) {
      return Optional.of("Linux " + kernel);
    }
    return switch (peer) {
      case PRIVILEGED -> Optional.empty();
      case CRUN -> other(made.get("crun"), "crun", "--version");
      case LXC -> other(made.get("lxc"), "lxc-start", "--version");
    };
  }

  private static Optional<String> other(String made, String... command) {
    String said = Programs.output(command).lines().findFirst().orElse("");
    return said.endsWith(made) ? Optional.empty() : Optional.of(said);
  }
}
