package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.IdMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {
  private static final IdMap IDS = new IdMap(1_000_000, 65_536);

  @TempDir private Path folder;
  private final AtomicLong now = new AtomicLong();
  private final KeptFiles kept = new KeptFiles(2, now::get);

  @AfterEach
  void close() {
    kept.close();
    assertThat(kept.open()).isZero();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aFileIsKeptOpenWhenItIsReadAgainSoon() throws IOException {
    String file = file("a", "1\n");
    assertThat(kept.text(file)).isEqualTo("1");
    assertThat(kept.open()).isZero();
    now.addAndGet(KeptFiles.SOON);
    assertThat(kept.text(file)).isEqualTo("1");
    assertThat(kept.open()).isEqualTo(1);
    Files.writeString(Path.of(file), "22\n");
    assertThat(kept.text(file)).isEqualTo("22");
  }

  @Test
  void aFileThatIsReadNowAndThenIsNotKept() throws IOException {
    String file = file("a", "1");
    for (int i = 0; i < 3; i++) {
      kept.text(file);
      now.addAndGet(KeptFiles.SOON + 1);
    }
    assertThat(kept.open()).isZero();
  }

  @Test
  void whatIsNotReadAnyMoreIsClosedWhenSomethingElseIs() throws IOException {
    String file = file("a", "1");
    kept.text(file);
    kept.text(file);
    now.addAndGet(KeptFiles.IDLE + 1);
    kept.text(file("b", "2"));
    assertThat(kept.open()).isZero();
  }

  @Test
  void noMoreThanSoManyAreKept() throws IOException {
    for (String name : new String[] {"a", "b", "c"}) {
      String file = file(name, name);
      kept.text(file);
      assertThat(kept.text(file)).isEqualTo(name);
    }
    assertThat(kept.open()).isEqualTo(2);
  }

  @Test
  void filesOfAGroupAreClosedAtOnceWhenItGoes() throws IOException {
    String file = file("a", "1");
    kept.text(file);
    kept.text(file);
    kept.drop(folder + "/");
    assertThat(kept.open()).isZero();
  }

  @Test
  void aLongFileIsReadToItsEnd() throws IOException {
    String content = "a line of a file\n".repeat(10_000).strip();
    String file = file("a", content);
    kept.text(file);
    assertThat(kept.text(file)).isEqualTo(content);
  }

  @Test
  void aMissingFileIsAnErrorEachTime() {
    String file = folder.resolve("missing").toString();
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> kept.text(file))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }
  }

  @Test
  void aGroupThatIsMadeAnewUnderItsNameIsReadAnew() {
    try (TestGroups host = TestGroups.ofHost("kept")) {
      ContainerId id = ContainerId.random();
      CgroupTree tree = host.tree();
      ContainerGroups core = host.all().get(host.all().size() - 1);
      CgroupDirectory group = core.limits(id.toString(), kept);
      String file = core.hierarchy().unified() ? "cgroup.max.depth" : "notify_on_release";
      try {
        String first = readTwice(tree, id, group, file);
        core.remove(id.toString());
        assertThat(group.readIfPresent(file)).isEmpty();
        assertThat(kept.open()).isZero();
        assertThat(readTwice(tree, id, group, file)).isEqualTo(first);

        // Nobody asked while it was gone.
        core.remove(id.toString());
        tree.create(id, IDS);
        assertThat(group.read(file)).isEqualTo(first);
      } finally {
        tree.remove(id);
        tree.deactivate();
      }
    }
  }

  private static String readTwice(
      CgroupTree tree, ContainerId id, CgroupDirectory group, String file) {
    tree.create(id, IDS);
    String first = group.read(file);
    assertThat(group.read(file)).isEqualTo(first);
    return first;
  }

  @Test
  void theTreeGivesGroupsWhoseFilesAreLive() {
    try (TestGroups host = TestGroups.ofHost("live")) {
      ContainerId id = ContainerId.random();
      CgroupTree tree = host.tree();
      try {
        tree.create(id, IDS);
        CgroupDirectory group = tree.directory(id, Subsystem.CORE);
        String file = group.version() == 2 ? "cgroup.max.depth" : "notify_on_release";
        group.read(file);
        group.read(file);
        group.write(file, "1");
        assertThat(group.read(file)).isEqualTo("1");
      } finally {
        tree.remove(id);
        tree.deactivate();
      }
    }
  }
}
