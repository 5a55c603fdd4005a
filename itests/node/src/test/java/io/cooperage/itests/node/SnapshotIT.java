package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and clones of containers, running ones too. */
@ExtendWith(NodeExtension.class)
class SnapshotIT {
  private static final String FILE = "/root/file";

  @ParameterizedTest
  @ValueSource(strings = {"ploop", "ploop-overlay"})
  void aContainerGoesBackToASnapshotOfItsRunningSelf(String layout, TestNode node)
      throws IOException {
    create(node, "--layout", layout, "--cpuunits", "600");
    write(node, "one");
    assertThat(node.ct("snapshot", "101", "--name", "first").orFail().output()).contains("taken");
    write(node, "two");
    node.ct("set", "101", "--cpuunits", "700").orFail();
    assertThat(node.ct("snapshot-switch", "101", "--id", "first").exitCode()).isEqualTo(32);
    assertThat(read(node)).isEqualTo("two\n");
    node.ct("stop", "101", "--fast").orFail();
    node.ct("snapshot-switch", "101", "--id", "first").orFail();
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("one\n");
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "cpuunits"))
        .startsWith("600");
    assertThat(node.ct("snapshot-list", "101", "--tree").output())
        .contains("first", "as it is now");
    node.ct("snapshot-delete", "101", "--id", "first").orFail();
    assertThat(node.ct("snapshot-delete", "101", "--id", "first").exitCode()).isEqualTo(43);
    assertNoOrphans(node);
  }

  @Test
  void aMountedSnapshotIsReadOnlyAndOutlivesTheDaemon(TestNode node) throws IOException {
    create(node);
    write(node, "kept");
    node.ct("snapshot", "101", "--name", "s").orFail();
    write(node, "later");
    Path place = Path.of(node.ct("snapshot-mount", "101", "--id", "s").orFail().output().strip());
    assertThat(place.resolve("root/file")).hasContent("kept\n");
    assertThat(place.resolve("new").toFile().mkdir()).isFalse();
    assertThat(node.ct("snapshot-delete", "101", "--id", "s").exitCode()).isEqualTo(41);
    node.killDaemon();
    node.startDaemon();
    OpenJobs.awaitNone(node);
    assertThat(place.resolve("root/file")).hasContent("kept\n");
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("destroy", "101").exitCode()).isEqualTo(41);
    node.ct("snapshot-umount", "101", "--id", "s").orFail();
    assertThat(place).doesNotExist();
    assertNoOrphans(node);
    assertThat(node.ct("reinstall", "101").exitCode()).isEqualTo(9);
  }

  @Test
  void snapshotsAreMergedAsPloopDoes(TestNode node) throws IOException {
    create(node);
    for (String name : List.of("a", "b", "c")) {
      write(node, name);
      node.ct("snapshot", "101", "--name", name).orFail();
    }
    node.ct("snapshot-merge", "101", "--id", "b").orFail();
    assertThat(names(node)).containsExactly("b", "c");
    node.ct("snapshot-merge", "101", "--all").orFail();
    assertThat(names(node)).isEmpty();
    assertThat(node.ct("snapshot-merge", "101").exitCode()).isEqualTo(43);
    assertThat(read(node)).isEqualTo("c\n");
    node.ct("snapshot", "101", "--name", "d").orFail();
    node.ct("snapshot", "101", "--name", "e").orFail();
    node.ct("snapshot-delete", "101", "--id", "d", "--children").orFail();
    assertThat(names(node)).isEmpty();
    assertNoOrphans(node);
  }

  @Test
  void aCloneOfARunningContainerIsAContainerOfItsOwn(TestNode node) {
    create(node, "--ipadd", "10.90.2.1", "--physpages", "64M");
    write(node, "shared");
    node.ct("clone", "101", "102", "--name", "copy", "--ipadd", "10.90.2.2").orFail();
    write(node, "own");
    node.ct("start", "copy").orFail();
    assertThat(node.ct("exec", "102", "--", "cat", FILE).output()).isEqualTo("shared\n");
    assertThat(node.ct("exec", "102", "--", "hostname").output()).isEqualTo("copy\n");
    JsonNode clone = ContainerIT.find(node, "102");
    assertThat(clone.get("id")).isNotEqualTo(ContainerIT.find(node, "101").get("id"));
    assertThat(clone.get("addresses").get(0).asText()).startsWith("10.90.2.2");
    assertThat(node.ct("clone", "101", "102").exitCode()).isEqualTo(44);
    assertThat(node.ct("clone", "101", "103", "--ipadd", "10.90.2.2").exitCode()).isEqualTo(78);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
    assertThat(node.ct("exec", "102", "--", "cat", FILE).output()).isEqualTo("shared\n");
  }

  @Test
  void aCloneOfASnapshotHasItsContentAndSize(TestNode node) throws IOException {
    create(node, "--diskspace", "512M");
    write(node, "then");
    node.ct("snapshot", "101", "--name", "s").orFail();
    write(node, "now");
    node.ct("stop", "101", "--fast").orFail();
    node.ct("resize", "101", "1G").orFail();
    node.ct("clone", "101", "102", "--snapshot", "s").orFail();
    node.ct("start", "102").orFail();
    assertThat(node.ct("exec", "102", "--", "cat", FILE).output()).isEqualTo("then\n");
    assertThat(ContainerIT.effective(node.ct("show", "102", "--json").json(), "diskspace"))
        .startsWith("512M");
    assertThat(node.ct("clone", "101", "103", "--snapshot", "none").exitCode()).isEqualTo(43);
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("now\n");
    assertNoOrphans(node);
  }

  @Test
  void aSnapshotIsMountedWhereTheOperatorWantsIt(TestNode node) throws IOException {
    create(node);
    write(node, "kept");
    node.ct("snapshot", "101", "--name", "s").orFail();
    Path target = Files.createDirectory(node.state().resolve("target"));
    String[] mount = {"snapshot-mount", "101", "--id", "s", "--target", target.toString()};
    assertThat(node.ct(mount).orFail().output().strip()).isEqualTo(target.toString());
    assertThat(target.resolve("root/file")).hasContent("kept\n");
    assertThat(node.ct("snapshot-list", "101", "--json").output()).contains(target.toString());
    node.killDaemon();
    node.startDaemon();
    OpenJobs.awaitNone(node);
    assertThat(node.ct("snapshot-delete", "101", "--id", "s").exitCode()).isEqualTo(41);
    node.ct("snapshot-umount", "101", "--id", "s").orFail();
    assertThat(target).isEmptyDirectory();
    Files.createFile(target.resolve("mine"));
    assertThat(node.ct(mount).exitCode()).as("at a folder that is not empty").isNotZero();
    Files.delete(target.resolve("mine"));
    Files.delete(target);
    assertNoOrphans(node);
  }

  static void create(TestNode node, String... settings) {
    List<String> words = new ArrayList<>(List.of("create", "101", "--template", "busybox"));
    words.addAll(List.of(settings));
    node.ct(words.toArray(String[]::new)).orFail();
    node.ct("start", "101").orFail();
  }

  private static void write(TestNode node, String text) {
    node.ct("exec", "101", "--", "sh", "-c", "echo " + text + " > " + FILE).orFail();
  }

  private static String read(TestNode node) {
    return node.ct("exec", "101", "--", "cat", FILE).orFail().output();
  }

  private static List<String> names(TestNode node) {
    List<String> names = new ArrayList<>();
    node.ct("snapshot-list", "101", "--json")
        .json()
        .forEach(s -> names.add(s.get("name").asText()));
    return names;
  }

  static Path disk(TestNode node) {
    String id = ContainerIT.find(node, "101").get("id").asText();
    return node.state().resolve("pool/ct/" + id + "/root.hdd");
  }

  /** One image and its notes for each snapshot, one image for the disk itself. */
  static void assertNoOrphans(TestNode node) throws IOException {
    assertNoOrphans(disk(node), node.ct("snapshot-list", "101", "--json").json().size());
  }

  static void assertNoOrphans(Path disk, int snapshots) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(disk)) {
      files.forEach(f -> names.add(f.getFileName().toString()));
    }
    assertThat(names).as("files in %s", disk).hasSize(2 + 2 * snapshots);
  }
}
