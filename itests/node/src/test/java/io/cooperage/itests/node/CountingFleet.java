package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Running containers with limits, an address and a counter that goes on as long as nobody disturbs
 * them. They are looked at through the kernel alone, so that the daemon need not answer.
 */
final class CountingFleet {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PHYSPAGES = "64M";
  private static final String COUNT =
      "(while :; do n=$((n+1)); echo $n >/run/counter; usleep 200000; done) >/dev/null 2>&1 &";
  private static final List<String> LIMITS =
      List.of(
          "memory.limit_in_bytes",
          "memory.memsw.limit_in_bytes",
          "cpu.shares",
          "cpu.cfs_quota_us",
          "memory.max",
          "memory.swap.max",
          "cpu.weight",
          "cpu.max");

  private final TestNode node;
  private final List<Member> members = new ArrayList<>();

  private record Member(String ctid, String id, long init, Map<Path, String> limits) {}

  private CountingFleet(TestNode node) {
    this.node = node;
  }

  /** Starts containers 101, 102 ... */
  static CountingFleet start(TestNode node, int size) {
    CountingFleet fleet = new CountingFleet(node);
    for (int i = 0; i < size; i++) {
      String ctid = Integer.toString(101 + i);
      ContainerIT.create(
          node,
          ctid,
          "--ipadd",
          "10.90.1." + (1 + i),
          "--physpages",
          PHYSPAGES,
          "--cpulimit",
          "60");
      node.ct("exec", ctid, "--", "sh", "-c", COUNT).orFail();
    }
    for (JsonNode ct : node.ct("list", "--json").json()) {
      String id = ct.get("id").asText();
      fleet.members.add(
          new Member(
              ct.get("ctid").asText(), id, ct.get("initPid").asLong(), limits(node.name(), id)));
    }
    assertThat(fleet.members).hasSize(size).noneMatch(m -> m.limits().isEmpty());
    fleet.assertUndisturbed("the start");
    return fleet;
  }

  /** Fails when a container was restarted, stands still, or has other limits than at first. */
  void assertUndisturbed(String what) {
    Map<Member, Long> before = new LinkedHashMap<>();
    members.forEach(member -> before.put(member, counter(member)));
    before.forEach(
        (member, count) ->
            Await.until(
                () -> "after " + what + " the counter of " + member.ctid() + " goes on: " + count,
                PATIENCE,
                () -> counter(member) > count));
    for (Member member : members) {
      assertThat(limits(node.name(), member.id()))
          .as("limits of %s after %s", member.ctid(), what)
          .isEqualTo(member.limits());
    }
  }

  /** Fails when one of them takes no new limit or has lost its console; they take turns. */
  void assertObedient(int turn) {
    Member member = members.get(turn % members.size());
    String said = "turn " + turn;
    node.ct("exec", member.ctid(), "--", "sh", "-c", "echo " + said + " >/dev/console").orFail();
    Await.until(
        "the console of " + member.ctid() + " shows " + said,
        PATIENCE,
        () -> node.ct("console", member.ctid(), "--log").output().contains(said));
    node.ct("set", member.ctid(), "--physpages", "72M").orFail();
    assertThat(limits(node.name(), member.id())).isNotEqualTo(member.limits());
    node.ct("set", member.ctid(), "--physpages", PHYSPAGES).orFail();
    assertThat(limits(node.name(), member.id())).isEqualTo(member.limits());
  }

  /** Waits until the daemon knows every container as running, with the init that it had. */
  void awaitAdopted() {
    Await.until(
        () -> "all are adopted: " + node.ct("list"),
        PATIENCE,
        () -> {
          CtResult list = node.ct("list", "--json");
          return list.ok() && members.stream().allMatch(m -> running(list.json(), m));
        });
  }

  private static boolean running(JsonNode list, Member member) {
    for (JsonNode ct : list) {
      if (ct.get("id").asText().equals(member.id())) {
        return ct.get("state").asText().equals("running")
            && ct.get("initPid").asLong() == member.init();
      }
    }
    return false;
  }

  private static long counter(Member member) {
    try {
      String text = Files.readString(Path.of("/proc/" + member.init() + "/root/run/counter"));
      return text.isBlank() ? 0 : Long.parseLong(text.strip());
    } catch (IOException e) {
      throw new AssertionError(member.ctid() + " does not run any more", e);
    }
  }

  /** What the kernel enforces for a container, in every hierarchy. */
  private static Map<Path, String> limits(String node, String id) {
    Map<Path, String> found = new TreeMap<>();
    Path mounted = Path.of("/sys/fs/cgroup");
    List<Path> hierarchies = new ArrayList<>(List.of(mounted));
    try (DirectoryStream<Path> children = Files.newDirectoryStream(mounted)) {
      children.forEach(hierarchies::add);
      for (Path hierarchy : hierarchies) {
        for (String limit : LIMITS) {
          Path file = hierarchy.resolve("cooperage").resolve(node).resolve(id).resolve(limit);
          if (Files.exists(file)) {
            found.put(file, Files.readString(file).strip());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
