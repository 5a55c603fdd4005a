package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.itests.node.JournalProgram.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The daemon, the worker or both are killed at each entry that a journal ever gets. The verb is
 * done or undone, no other CT notices, and nothing is left behind.
 */
@ExtendWith(NodeExtension.class)
class StepCrashIT {
  private static final String CTID = "901";
  private static final int LOOKS = 2;

  /** Entries of the verbs below when this was written: fewer mean that one was overlooked. */
  private static final int LEAST_ENTRIES = 48;

  private static final int ATTEMPTS = 20;
  private static final Map<String, String> CHANGE =
      Map.of("physpages", "64M", "cpuunits", "600", "diskspace", "11G");

  private enum Victim {
    DAEMON,
    WORKER,
    BOTH;

    LongStream pids(TestNode node) {
      return switch (this) {
        case DAEMON -> LongStream.of(node.daemonPid());
        case WORKER -> LongStream.of(node.workerPid());
        case BOTH -> LongStream.of(node.daemonPid(), node.workerPid());
      };
    }
  }

  /** A verb on a container that exists and runs, or does not, before. */
  private enum Act {
    CREATE(false, false, "create 901 --template busybox --ipadd 10.90.2.1"),
    START(true, false, "start 901"),
    SET(true, true, "set 901 --physpages 64M --cpuunits 600 --diskspace 11G"),
    SHRINK(true, false, "resize 901 9G"),
    STOP(true, true, "stop 901 --fast"),
    SNAPSHOT(true, true, "snapshot 901 --name s2"),
    SWITCH(true, false, "snapshot-switch 901 --id s1"),
    MERGE(true, true, "snapshot-merge 901"),
    DELETE(true, true, "snapshot-delete 901 --id s1 --children"),
    MOUNT(true, true, "snapshot-mount 901 --id s1"),
    CLONE(true, true, "clone 901 902"),
    CHECK(true, false, "check 901 --repair"),
    COMPACT(true, true, "compact 901"),
    CONVERT(true, false, "convert 901 --layout ploop"),
    EXPORT(true, false, "export 901 STATE/export.raw"),
    IMPORT(false, false, "import STATE/source.raw 901 --template busybox"),
    BACKUP(true, true, "backup 901"),
    RESTORE(true, false, "restore 901 BACKUP"),
    RESTORE_NEW(true, true, "restore 901 BACKUP --ctid 902"),
    DESTROY(true, false, "destroy 901");

    private final boolean exists;
    private final boolean runs;
    private final String words;

    Act(boolean exists, boolean runs, String words) {
      this.exists = exists;
      this.runs = runs;
      this.words = words;
    }

    CtResult in(TestNode node) {
      return run(
          node, words.contains("BACKUP") ? words.replace("BACKUP", newestBackup(node)) : words);
    }

    boolean ofBackups() {
      return this == BACKUP || this == RESTORE || this == RESTORE_NEW;
    }

    boolean ofSnapshots() {
      return this == SNAPSHOT || this == MOUNT || this == CLONE || words.startsWith("snapshot-");
    }

    private static Path source(TestNode node) {
      return node.state().resolve("source.raw");
    }

    private static CtResult run(TestNode node, String line) {
      return node.ct(line.replace("STATE", node.state().toString()).split(" ", -1));
    }

    /** Brings the container to where the verb makes sense; its identity if it exists. */
    Optional<String> prepare(TestNode node) {
      if (exists) {
        // A mounted ext4 grows only with a capability that root in a container lacks.
        run(node, this == SET ? CREATE.words + " --fstype xfs" : CREATE.words).orFail();
      }
      if (this == IMPORT && !Files.exists(source(node))) {
        run(node, "create 902 --template busybox --layout ploop --diskspace 300M").orFail();
        run(node, "export 902 STATE/source.raw").orFail();
        run(node, "destroy 902").orFail();
      }
      if (ofSnapshots()) {
        run(node, "snapshot 901 --name s1").orFail();
      }
      if (ofBackups()) {
        run(node, "backup 901").orFail();
      }
      if (runs) {
        START.in(node).orFail();
      }
      return exists
          ? Optional.of(ContainerIT.find(node, CTID).get("id").asText())
          : Optional.empty();
    }
  }

  private record Round(int number, Act act, Entry at, Victim victim) {
    @Override
    public String toString() {
      return victim.name().toLowerCase(java.util.Locale.ROOT) + " killed at " + at;
    }
  }

  @TestFactory
  Stream<DynamicTest> killedAtEachJournaledStep(TestNode node) throws IOException {
    JournalProgram journals = JournalProgram.compiled();
    CountingFleet fleet =
        CountingFleet.start(
            node, NodeExtension.count("containers that run while others are killed", 3, 50));
    removeBackups(node);
    Set<String> before = NodeTraces.of(node);
    List<Round> rounds = rounds(node, journals);
    System.out.println("kills at journaled steps: " + rounds.size());
    return rounds.stream()
        .map(
            round ->
                DynamicTest.dynamicTest(
                    round.toString(), () -> strike(node, journals, fleet, before, round)));
  }

  /** Every verb once undisturbed shows the steps; which of them meet whom depends on the form. */
  private static List<Round> rounds(TestNode node, JournalProgram journals) {
    List<Round> rounds = new ArrayList<>();
    int at = 0;
    for (Act act : Act.values()) {
      Set<Entry> entries = new LinkedHashSet<>();
      for (int look = 0; look < LOOKS; look++) {
        Optional<String> container = act.prepare(node);
        entries.addAll(journals.entries(node, container, () -> act.in(node).orFail()));
        remove(node);
      }
      assertThat(entries).as("entries of %s", act).isNotEmpty();
      for (Entry entry : entries) {
        at++;
        for (Victim victim : Victim.values()) {
          if (NodeExtension.full() || brief(entry, victim, at)) {
            rounds.add(new Round(rounds.size(), act, entry, victim));
          }
        }
      }
    }
    assertThat(rounds.stream().map(Round::at).distinct())
        .hasSizeGreaterThanOrEqualTo(LEAST_ENTRIES);
    return rounds;
  }

  /** A daemon takes seconds to start: every third step meets the worker alone, the launch all. */
  private static boolean brief(Entry entry, Victim victim, int at) {
    return entry.step().endsWith("LaunchBlocked")
        || victim == (at % 3 == 0 ? Victim.WORKER : Victim.DAEMON);
  }

  private static void strike(
      TestNode node, JournalProgram journals, CountingFleet fleet, Set<String> before, Round round)
      throws IOException {
    long begin = System.nanoTime();
    boolean killed = false;
    for (int attempt = 0; !killed && attempt < ATTEMPTS; attempt++) {
      // What is left of a round before this one: it failed, or came too late for its step.
      remove(node);
      Optional<String> container = round.act().prepare(node);
      LongStream victims = round.victim().pids(node);
      killed = journals.kill(node, container, round.at(), victims, () -> round.act().in(node));
    }
    assertThat(killed).as("%s", round).isTrue();
    if (round.victim() != Victim.WORKER) {
      node.killDaemon();
      node.startDaemon();
    }
    OpenJobs.awaitNone(node);
    fleet.awaitAdopted();
    fleet.assertUndisturbed(round.toString());
    fleet.assertObedient(round.number());
    assertWholeOrUndone(node, round);
    remove(node);
    assertThat(node.state().resolve(".export.raw.part")).as("%s", round).doesNotExist();
    NodeTraces.awaitSame(node, before, round.toString());
    System.out.println(round + ": " + (System.nanoTime() - begin) / 1_000_000 + " ms");
  }

  private static void assertWholeOrUndone(TestNode node, Round round) throws IOException {
    Optional<JsonNode> found = scratch(node);
    if (found.isEmpty()) {
      assertThat(round.act()).as("%s", round).isIn(Act.CREATE, Act.IMPORT, Act.DESTROY);
      return;
    }
    String state = found.get().get("state").asText();
    if (!state.equals("running")) {
      assertThat(state).as("state after %s", round).isEqualTo("stopped");
      assertThat(node.ct("check", CTID).orFail().output()).as("%s", round).contains("is sound");
      Act.START.in(node).orFail();
    }
    node.ct("exec", CTID, "--", "true").orFail();
    if (round.act().ofSnapshots()) {
      int snapshots = node.ct("snapshot-list", CTID, "--json").json().size();
      int after = round.act() == Act.SNAPSHOT ? 2 : 0;
      boolean changes = Set.of(Act.SNAPSHOT, Act.MERGE, Act.DELETE).contains(round.act());
      assertThat(snapshots).as("snapshots after %s", round).isIn(1, changes ? after : 1);
      unmount(node);
      String home = found.get().get("id").asText();
      SnapshotIT.assertNoOrphans(node.state().resolve("pool/ct/" + home + "/root.hdd"), snapshots);
    }
    if (round.act().ofBackups()) {
      assertBackedUp(node, found.get().get("id").asText(), round);
    }
    if (round.act() == Act.SHRINK) {
      JsonNode shown = node.ct("show", CTID, "--json").json();
      assertThat(ContainerIT.effective(shown, "diskspace"))
          .as("size after %s", round)
          .isIn("9G", "10G");
    }
    if (round.act() == Act.SET) {
      JsonNode shown = node.ct("show", CTID, "--json").json();
      long changed =
          CHANGE.entrySet().stream()
              .filter(e -> ContainerIT.effective(shown, e.getKey()).startsWith(e.getValue()))
              .count();
      assertThat(changed).as("after %s: %s", round, shown).isIn(0L, (long) CHANGE.size());
    }
  }

  /** Every backup is sound, and the disk keeps one snapshot for the next, or none if it is new. */
  private static void assertBackedUp(TestNode node, String home, Round round) throws IOException {
    node.ct("backup-verify", CTID).orFail();
    assertThat(backups(node)).as("backups after %s", round).hasSizeBetween(1, 2);
    Path backups = node.state().resolve("backup").resolve(home);
    int there = backups(node).size();
    Await.until(
        "what the interrupted one left in " + backups + " is gone after " + round,
        Duration.ofMinutes(1),
        () -> backups.toFile().list().length == there);
    Path disk = node.state().resolve("pool/ct/" + home + "/root.hdd");
    boolean replaced = round.act() == Act.RESTORE && disk.toFile().list().length == 2;
    SnapshotIT.assertNoOrphans(disk, replaced ? 0 : 1);
  }

  private static List<String> backups(TestNode node) {
    List<String> ids = new ArrayList<>();
    node.ct("backup-list", "--json").json().forEach(b -> ids.add(b.get("id").asText()));
    return ids;
  }

  private static String newestBackup(TestNode node) {
    List<String> ids = backups(node);
    return ids.get(ids.size() - 1);
  }

  private static void removeBackups(TestNode node) {
    JsonNode all = node.ct("backup-list", "--json").json();
    for (int i = all.size() - 1; i >= 0; i--) {
      JsonNode backup = all.get(i);
      node.ct("backup-delete", backup.get("container").asText(), backup.get("id").asText())
          .orFail();
    }
  }

  private static void unmount(TestNode node) {
    for (JsonNode snapshot : node.ct("snapshot-list", CTID, "--json").json()) {
      if (!snapshot.get("mountedAt").isNull()) {
        node.ct("snapshot-umount", CTID, "--id", snapshot.get("id").asText()).orFail();
      }
    }
  }

  private static Optional<JsonNode> scratch(TestNode node) {
    return found(node, CTID);
  }

  private static Optional<JsonNode> found(TestNode node, String ctid) {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      if (ct.get("ctid").asText().equals(ctid)) {
        return Optional.of(ct);
      }
    }
    return Optional.empty();
  }

  private static void remove(TestNode node) {
    node.state().resolve("export.raw").toFile().delete();
    found(node, "902").ifPresent(clone -> node.ct("destroy", "902").orFail());
    removeBackups(node);
    scratch(node).ifPresent(ct -> unmount(node));
    scratch(node)
        .ifPresent(
            ct -> {
              if (ct.get("state").asText().equals("running")) {
                Act.STOP.in(node).orFail();
              }
              Act.DESTROY.in(node).orFail();
            });
  }
}
