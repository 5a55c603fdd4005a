package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backups of containers that run, and what is restored from them. */
@ExtendWith(NodeExtension.class)
class BackupIT {
  private static final int BROKEN = 161;
  private static final int MIB = 1 << 20;
  private static final int BLOCK = 4096;

  /** What the disk had when a backup was made. */
  private record Made(String id, long stored, long content) {}

  @Test
  void everyRoundOfChangesIsRestoredBitIdentical(TestNode node) throws IOException {
    long seed = Long.getLong("cooperage.seed", System.nanoTime());
    System.out.println("seed of the changes: " + seed);
    Random random = new Random(seed);
    int mebibytes = NodeExtension.count("MiB of data that are backed up", 200, 4096);
    int rounds = NodeExtension.count("incremental backups", 3, 10);
    create(node, "--diskspace", mebibytes * 3L + "M");
    sh(node, "dd if=/dev/urandom of=/root/data bs=1M count=" + mebibytes + " 2>/dev/null && sync");
    List<Made> all = new ArrayList<>();
    all.add(backup(node, "--full"));
    for (int round = 0; round < rounds; round++) {
      change(node, random, mebibytes);
      all.add(backup(node, "--incremental"));
      Made made = all.get(all.size() - 1);
      System.out.println("stored: " + made.stored() + " of " + all.get(0).stored());
      assertThat(made.stored())
          .as("1 %% of change, round %d", round)
          .isLessThanOrEqualTo(all.get(0).stored() / 20);
    }
    node.ct("backup-verify", "101").orFail();
    node.ct("stop", "101", "--fast").orFail();
    for (Made made : all) {
      node.ct("restore", "101", made.id()).orFail();
      assertThat(content(disk(node).resolve("root.hds")))
          .as("backup %s, seed %d", made.id(), seed)
          .isEqualTo(made.content());
    }
    SnapshotIT.assertNoOrphans(disk(node), 0);
    node.ct("start", "101").orFail();
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
  }

  /** One block in a hundred, in places all over. */
  private static void change(TestNode node, Random random, int mebibytes) {
    int blocks = mebibytes * (MIB / BLOCK);
    int run = 64;
    StringBuilder script = new StringBuilder();
    for (int changed = 0; changed < blocks / 100; changed += run) {
      script.append("dd if=/dev/urandom of=/root/data conv=notrunc bs=4096 count=" + run);
      script.append(" seek=" + random.nextInt(blocks - run) + " 2>/dev/null; ");
    }
    sh(node, script + "sync");
  }

  @Test
  void aDamagedOrMissingLinkIsFoundAndNotRestored(TestNode node) throws IOException {
    create(node, "--diskspace", "1G");
    sh(node, "dd if=/dev/urandom of=/root/data bs=1M count=1 2>/dev/null");
    String full = backup(node).id();
    sh(node, "dd if=/dev/urandom of=/root/data bs=1M count=1 2>/dev/null");
    String next = backup(node).id();
    sh(node, "dd if=/dev/urandom of=/root/data bs=1M count=1 2>/dev/null");
    String last = backup(node).id();
    node.ct("stop", "101", "--fast").orFail();
    long before = content(disk(node).resolve("root.hds"));
    Path changes = home(node).resolve(next).resolve("changes");
    flip(changes);
    CtResult verify = node.ct("backup-verify", "101", "--json");
    assertThat(verify.exitCode()).isEqualTo(BROKEN);
    JsonNode found = new ObjectMapper().readTree(verify.output());
    assertThat(found.get(0).get("problem").asText()).isEmpty();
    assertThat(found.get(1).get("problem").asText()).contains("differs from its digest");
    assertThat(found.get(2).get("problem").asText()).contains("needs backup " + next);
    assertThat(node.ct("backup-verify", "101", full).exitCode()).isZero();
    assertThat(node.ct("restore", "101", last).exitCode()).isEqualTo(BROKEN);
    assertThat(node.ct("restore", "101", last, "--ctid", "102").exitCode()).isEqualTo(BROKEN);
    flip(changes);
    Path aside = home(node).resolveSibling("aside");
    Files.move(home(node).resolve(next), aside);
    assertThat(node.ct("backup-verify", "101").exitCode()).isEqualTo(BROKEN);
    assertThat(node.ct("restore", "101", last).exitCode()).isEqualTo(BROKEN);
    assertThat(content(disk(node).resolve("root.hds"))).isEqualTo(before);
    Files.move(aside, home(node).resolve(next));
    node.ct("restore", "101", last).orFail();
    assertThat(content(disk(node).resolve("root.hds"))).isEqualTo(before);
    assertThat(node.ct("backup-delete", "101", full).exitCode()).isEqualTo(9);
    node.ct("destroy", "101").orFail();
  }

  @Test
  void aContainerThatIsGoneComesBackWithAllItHad(TestNode node, @TempDir Path place)
      throws IOException {
    create(node, "--ipadd", "10.90.2.1", "--physpages", "64M", "--name", "web");
    sh(node, "echo kept > /root/file");
    String id = backup(node, "--target", place.toString()).id();
    assertThat(node.ct("snapshot-list", "101", "--json").json()).isEmpty();
    node.ct("restore", "101", id, "--ctid", "102", "--target", place.toString()).orFail();
    node.ct("start", "102").orFail();
    assertThat(node.ct("exec", "102", "--", "cat", "/root/file").output()).isEqualTo("kept\n");
    assertThat(ContainerIT.find(node, "102").get("addresses")).isEmpty();
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
    assertThat(node.ct("backup-list", "web", "--target", place.toString()).output()).contains(id);
    node.ct("restore", "web", id, "--target", place.toString()).orFail();
    node.ct("start", "101").orFail();
    assertThat(node.ct("exec", "web", "--", "cat", "/root/file").output()).isEqualTo("kept\n");
    assertThat(ContainerIT.find(node, "101").get("addresses").get(0).asText())
        .startsWith("10.90.2.1");
    node.ct("backup-schedule", "set", "101", "--every", "1h", "--keep-last", "1").orFail();
    awaitScheduled(node);
    assertThat(node.ct("backup-schedule", "list", "--json").json()).hasSize(1);
    assertThat(node.ct("backup-schedule", "delete", "101").orFail().ok()).isTrue();
    assertThat(node.ct("restore", "101", id, "--target", "relative").exitCode()).isEqualTo(21);
    assertThat(node.ct("backup", "101", "--target", place + "/no/where").exitCode()).isEqualTo(21);
  }

  /** Nothing was kept at the node's own place, so that a backup is due at once. */
  private static void awaitScheduled(TestNode node) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (node.ct("backup-schedule", "list", "--json").json().get(0).get("lastRun").isNull()) {
      assertThat(System.nanoTime()).as("deadline of the scheduled backup").isLessThan(deadline);
    }
    assertThat(node.ct("backup-list", "101", "--json").json()).hasSize(1);
  }

  @Test
  void aTargetThatVanishesInMidBackupHoldsNothingOfTheContainer(TestNode node, @TempDir Path folder)
      throws IOException {
    create(node, "--diskspace", "2G");
    sh(node, "dd if=/dev/urandom of=/root/data bs=1M count=300 2>/dev/null && sync");
    Path place = Files.createDirectory(folder.resolve("place"));
    Path away = folder.resolve("away");
    CompletableFuture<CtResult> backup =
        CompletableFuture.supplyAsync(() -> node.ct("backup", "101", "--target", "" + place));
    String container = uuid(node);
    Await.until(
        "the backup is written to " + place,
        Duration.ofMinutes(2),
        () -> written(place.resolve(container)) > MIB);
    Files.move(place, away);
    CtResult failed = backup.join();
    assertThat(failed.exitCode()).as(failed.output()).isNotZero();
    assertThat(failed.error()).contains(place.toString());
    SnapshotIT.assertNoOrphans(disk(node), 0);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("start", "101").orFail();
    assertThat(only(away.resolve(container)).resolve("manifest.json")).doesNotExist();
    Files.move(away, place);
    assertThat(node.ct("backup-list", "101", "--target", "" + place, "--json").json()).isEmpty();
    String id = backup(node, "--target", place + "/").id();
    Await.until(
        "what the failed one left is deleted in " + place,
        Duration.ofMinutes(1),
        () -> only(place.resolve(container)).endsWith(id));
    assertThat(backup(node, "--incremental", "--target", "/" + place).stored()).isPositive();
    JsonNode bases = node.ct("backup-forget", "101", "--list", "--json").orFail().json();
    assertThat(bases).hasSize(1);
    assertThat(bases.get(0).get("location").asText()).isEqualTo("file:" + place);
    Files.move(place, away);
    assertThat(node.ct("backup-forget", "101").exitCode()).isEqualTo(160);
    node.ct("backup-forget", "101", "--target", place.toString()).orFail();
    SnapshotIT.assertNoOrphans(disk(node), 0);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
  }

  private static long written(Path backups) {
    try {
      Path image = only(backups).resolve("disk.hds");
      return Files.exists(image) ? Files.size(image) : 0;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** What is in a folder of one entry; itself if there are none or more. */
  private static Path only(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      return all.size() == 1 ? all.get(0) : folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(TestNode node, String... settings) {
    List<String> words = new ArrayList<>(List.of("create", "101", "--template", "busybox"));
    words.addAll(List.of(settings));
    node.ct(words.toArray(String[]::new)).orFail();
    node.ct("start", "101").orFail();
  }

  private static void sh(TestNode node, String script) {
    node.ct("exec", "101", "--", "sh", "-c", script).orFail();
  }

  /** The snapshot that a backup was written from is there until the next one is made. */
  private static Made backup(TestNode node, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("backup", "101", "--json"));
    words.addAll(List.of(options));
    JsonNode made = node.ct(words.toArray(String[]::new)).orFail().json();
    String id = made.get("id").asText();
    SnapshotIT.assertNoOrphans(disk(node), 1);
    long content = content(disk(node).resolve("root.hds.{" + id + "}"));
    return new Made(id, made.get("stored").asLong(), content);
  }

  private static Path disk(TestNode node) {
    return node.state().resolve("pool/ct/" + uuid(node) + "/root.hdd");
  }

  private static Path home(TestNode node) {
    return node.state().resolve("backup").resolve(uuid(node));
  }

  private static String uuid(TestNode node) {
    return ContainerIT.find(node, "101").get("id").asText();
  }

  private static void flip(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      long at = channel.size() / 2;
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1));
      channel.write(one.flip(), at);
    }
  }

  /** Sum of size and content of a disk, wherever its image keeps it. */
  private static long content(Path image) throws IOException {
    try (FileChannel file = FileChannel.open(image)) {
      ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      file.read(header, 0);
      long size = header.getLong(36) * 512;
      file.position(header.getInt(48) * 512L);
      CRC32C sum = new CRC32C();
      sum.update(header.slice(36, 8));
      ByteBuffer buffer = ByteBuffer.allocateDirect(MIB);
      for (long left = size; left > 0; left -= buffer.limit()) {
        buffer.clear().limit((int) Math.min(MIB, left));
        while (buffer.hasRemaining()) {
          assertThat(file.read(buffer)).isPositive();
        }
        sum.update(buffer.flip());
      }
      return sum.getValue();
    }
  }
}
