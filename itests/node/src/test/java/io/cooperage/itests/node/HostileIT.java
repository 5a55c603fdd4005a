package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.itests.node.HostileTable.Actor;
import io.cooperage.itests.node.HostileTable.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile tenant tries in a default CT leads to nothing outside it. */
@ExtendWith(NodeExtension.class)
class HostileIT {
  private static final Path PAGE = Path.of("../../docs/manual/hostile.md");
  private static final Path FRESH = Path.of("target/hostile-tables.md");
  private static final String PORT = "4242";
  private static final String ATTACKER = "10.91.0.101";
  private static final String NEIGHBOUR = "10.91.0.102";
  private static final String THIRD = "10.91.0.103";

  private final HostileTable table = HostileTable.read();

  @Test
  void everyActionIsInTheTable() throws IOException {
    List<String> listed =
        Stream.concat(
                table.rows().stream().map(Row::name),
                table.bombs().stream().map(bomb -> "bomb " + bomb.name()).distinct())
            .toList();

    assertThat(new TreeSet<>(listed)).isEqualTo(new TreeSet<>(program().names()));
  }

  @Test
  void theTablesInTheManualAreThoseOfTheTests() throws IOException {
    String tables = HostilePage.tables(table);
    Files.writeString(FRESH, tables);

    assertThat(Files.readString(PAGE)).as("end it with itests/node/" + FRESH).endsWith(tables);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ploop-overlay", "ploop"})
  void noActionReachesBeyondItsContainer(String layout, TestNode node) throws IOException {
    HostileProgram program = program();
    CooperageTarget neighbour = new CooperageTarget(node, "102", NEIGHBOUR, program.file());
    CooperageTarget third = new CooperageTarget(node, "103", THIRD, program.file());
    List<String> disk = List.of("--layout", layout);
    CooperageTarget attacker = new CooperageTarget(node, "101", ATTACKER, program.file(), disk);
    neighbour.begin();
    third.begin();
    attacker.begin();
    Set<String> wrong = new TreeSet<>();
    List<String> heard;
    try (HostileProgram.Bait bait = program.bait()) {
      Set<String> before = HostState.now();
      Set<String> traces = NodeTraces.of(node);
      Process listener = neighbour.start(Map.of(), List.of("hear", PORT));
      BufferedReader datagrams = listener.inputReader(StandardCharsets.UTF_8);
      assertThat(datagrams.readLine()).isEqualTo("ready");
      Map<String, String> told = told(node, bait);
      for (Actor actor : Actor.values()) {
        wrong.addAll(tryAll(attacker, actor, told, program));
      }
      // What comes by the same way afterwards tells that all before it has come or never will.
      attacker.run(told, List.of("run", "honest-datagram"));
      heard = heard(datagrams, Actor.values().length + 1);
      listener.destroyForcibly();
      assertThat(bait.lives()).as("the process that was attacked").isTrue();
      assertThat(HostState.difference(before, HostState.now())).as("changes of the host").isEmpty();
      NodeTraces.awaitSame(node, traces, "all actions");
      assertThat(bait.touched()).as("what was reached").isEmpty();
    }
    assertThat(heard).as("what the neighbour was sent").containsOnly(ATTACKER + " honest");
    wrong.forEach(System.out::println);
    assertThat(wrong).as("results that are not those of the table").isEmpty();
    third.run(Map.of("HOSTILE_NEIGHBOUR", NEIGHBOUR), List.of("run", "honest-datagram"));
  }

  @Test
  void bombsGoOffInTheirContainerAlone(TestNode node) throws IOException {
    new BombRange(node, program()).tryAll(table.bombs());
  }

  private static Map<String, String> told(TestNode node, HostileProgram.Bait bait) {
    Map<String, String> told = new HashMap<>(bait.told());
    told.put("HOSTILE_RUN", node.run().toString());
    told.put("HOSTILE_NEIGHBOUR", NEIGHBOUR);
    told.put("HOSTILE_HEAR", PORT);
    told.put("HOSTILE_OTHER", THIRD);
    told.put("HOSTILE_STRANGER", "198.51.100.7");
    told.put("HOSTILE_GATEWAY", "169.254.1.1");
    return told;
  }

  /** Lines of what came out otherwise than the table says. */
  private List<String> tryAll(
      HostileTarget target, Actor actor, Map<String, String> told, HostileProgram program) {
    Map<String, Row> tried =
        table.rows().stream()
            .filter(row -> !row.expected().get(actor).isEmpty())
            .collect(Collectors.toMap(Row::name, row -> row));
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(actor.options());
    arguments.addAll(tried.keySet());
    List<String> wrong = new ArrayList<>();
    int absent = 0;
    List<String> answers = target.run(told, arguments).output().lines().toList();
    assertThat(answers).hasSameSizeAs(tried.keySet());
    for (String answer : answers) {
      String[] words = answer.split(" ", -1);
      Row row = tried.get(words[0]);
      if (!row.present(program)) {
        System.out.println("absent: " + row.name() + " by " + actor + ", this kernel lacks it");
        absent++;
      } else if (!row.right(actor, words[1])) {
        wrong.add(answer + " by " + actor + ", not " + row.expected().get(actor));
      }
    }
    System.out.printf(
        "hostile actions by %s: %d tried, %d absent, %d wrong%n",
        actor, answers.size() - absent, absent, wrong.size());
    return wrong;
  }

  /** Reads until as many honest datagrams have come. */
  private static List<String> heard(BufferedReader datagrams, int honest) throws IOException {
    List<String> heard = new ArrayList<>();
    while (heard.stream().filter(line -> line.endsWith(" honest")).count() < honest) {
      heard.add(datagrams.readLine());
    }
    return heard;
  }

  static HostileProgram program() throws IOException {
    assumeTrue(inPath("gcc"), "gcc is not installed");
    return HostileProgram.compiled();
  }

  static boolean inPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
