package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do with disks of containers. */
@ExtendWith(NodeExtension.class)
class DiskIT {
  private static final String FILE = "/root/file";
  private static final int UNSUPPORTED = 5;
  private static final int MARK = 44;
  private static final int OPEN = 0x746F6E59;
  private static final int TABLE = 64;
  private static final byte[] NOTE = "kept".getBytes(StandardCharsets.UTF_8);
  private static final String SPECIAL =
      "cd /root && cp /bin/busybox program && chown 33:44 program && chmod 4751 program"
          + " && echo x > one && ln one two && mkfifo -m 0640 fifo"
          + " && dd if=/dev/zero of=hole bs=1 count=1 seek=67108863";

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDamagedDiskIsFoundAndRepaired(String fstype, TestNode node) throws IOException {
    create(node, "--fstype", fstype, "--diskspace", "1G");
    write(node, "kept");
    node.ct("snapshot", "101", "--name", "s").orFail();
    assertThat(node.ct("check", "101").exitCode()).as("of a running one").isEqualTo(32);
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound (2 images)");
    damage(disk(node).resolve("root.hds"));
    CtResult found = node.ct("check", "101", "--json");
    assertThat(found.exitCode()).isEqualTo(47);
    JsonNode faults =
        new ObjectMapper().readTree(found.output()).get("images").get(0).get("faults");
    assertThat(faults.findValuesAsText("kind")).containsExactly("table", "not-closed");
    JsonNode check = node.ct("check", "101", "--repair", "--json").orFail().json();
    assertThat(check.get("images").get(0).get("faults")).isEmpty();
    assertThat(check.get("images").get(0).get("repaired").findValuesAsText("kind"))
        .contains("table", "not-closed");
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("kept\n");
    SnapshotIT.assertNoOrphans(node);
  }

  @Test
  void aDiskIsResizedAndGivesSpaceBack(TestNode node) {
    create(node, "--fstype", "xfs", "--diskspace", "512M");
    node.ct("exec", "101", "--", "sh", "-c", "head -c 100000000 /dev/urandom > /root/big; sync")
        .orFail();
    write(node, "kept");
    assertThat(node.ct("resize", "101", "1G").orFail().output()).contains("1G");
    assertThat(node.ct("resize", "101", "512M").exitCode()).as("running").isEqualTo(32);
    node.ct("exec", "101", "--", "sh", "-c", "rm /root/big; sync").orFail();
    JsonNode gained = node.ct("compact", "101", "--json").orFail().json();
    assertThat(gained.get("before").asLong() - gained.get("after").asLong())
        .isGreaterThan(50_000_000);
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("resize", "101", "512M").exitCode()).as("xfs").isEqualTo(5);
    assertThat(node.ct("compact", "101").orFail().output()).contains("were given back");
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("kept\n");
  }

  @Test
  void aStoppedDiskOnExt4Shrinks(TestNode node) {
    create(node, "--diskspace", "1G");
    write(node, "kept");
    node.ct("stop", "101", "--fast").orFail();
    node.ct("resize", "101", "2G").orFail();
    node.ct("resize", "101", "300M").orFail();
    assertThat(node.ct("resize", "101", "32M").exitCode()).isNotZero();
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("kept\n");
  }

  @Test
  void aRunningDiskOnXfsGrowsUnderLoad(TestNode node) {
    FioLoad.assumeInstalled();
    create(node, "--layout", "ploop", "--fstype", "xfs", "--diskspace", "400M");
    try (FioLoad load = FioLoad.on(node, "101", 64)) {
      for (int size = 500; size <= 1000; size += 100) {
        assertThat(node.ct("resize", "101", size + "M").orFail().output()).contains(size + "M");
      }
      assertThat(load.end()).as("passes of fio").isPositive();
    }
    assertThat(mebibytesInside(node, "101")).isBetween(900L, 1000L);
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
  }

  /** On a node with a sparse pool file that is larger than the host's disk. */
  @Test
  void aStoppedDiskGrowsToATebibyteAndBack() {
    try (TestNode node = TestNode.install("large", 5)) {
      Path pool = node.state().resolve("pool.img");
      Programs.output("truncate", "-s", "2T", pool.toString());
      Programs.output(
          "mkfs.xfs", "-q", "-s", "size=4096", "-m", "reflink=1,rmapbt=0", pool.toString());
      node.startKeeper();
      node.startDaemon();
      node.ct("template", "build", "busybox").orFail();
      create(node, "--layout", "ploop", "--diskspace", "1G");
      String small = random(node, "/root/small");
      node.ct("stop", "101", "--fast").orFail();
      node.ct("resize", "101", "1T").orFail();
      assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
      node.ct("start", "101").orFail();
      assertThat(mebibytesInside(node, "101")).isBetween(1000L << 10, 1L << 20);
      assertThat(sum(node, "/root/small")).isEqualTo(small);
      String large = random(node, "/root/large");
      node.ct("stop", "101", "--fast").orFail();
      node.ct("resize", "101", "1G").orFail();
      assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
      node.ct("start", "101").orFail();
      assertThat(mebibytesInside(node, "101")).isBetween(800L, 1024L);
      assertThat(sum(node, "/root/small")).isEqualTo(small);
      assertThat(sum(node, "/root/large")).isEqualTo(large);
    }
  }

  /** Writes 100 MB and answers their checksum. */
  private static String random(TestNode node, String file) {
    String write = "head -c 100000000 /dev/urandom > " + file + "; sync";
    node.ct("exec", "101", "--", "sh", "-c", write).orFail();
    return sum(node, file);
  }

  private static String sum(TestNode node, String file) {
    return node.ct("exec", "101", "--", "md5sum", file).orFail().output();
  }

  private static long mebibytesInside(TestNode node, String ctid) {
    String line = node.ct("exec", ctid, "--", "df", "-P", "-m", "/").orFail().output();
    return Long.parseLong(line.lines().skip(1).findFirst().orElseThrow().split(" +", -1)[1]);
  }

  @ParameterizedTest
  @CsvSource({"raw,ext4", "qcow2,ext4", "ploop1,xfs", "hdd,ext4"})
  void aDiskGoesOutAndComesInAgain(String format, String fstype, TestNode node) {
    create(node, "--layout", "ploop", "--fstype", fstype, "--diskspace", "512M");
    write(node, "kept");
    node.ct("snapshot", "101", "--name", "s").orFail();
    write(node, "later");
    String file = node.state().resolve("disk." + format).toString();
    assertThat(node.ct("export", "101", file).exitCode()).as("of a running one").isEqualTo(32);
    node.ct("export", "101", file, "--format", format, "--snapshot", "s").orFail();
    assertThat(node.ct("export", "101", file, "--snapshot", "s").exitCode()).isEqualTo(21);
    node.ct("stop", "101", "--fast").orFail();
    node.ct("import", file, "201", "--name", "copy", "--template", "busybox", "--diskspace", "600M")
        .orFail();
    node.ct("start", "copy").orFail();
    assertThat(node.ct("exec", "201", "--", "cat", FILE).orFail().output()).isEqualTo("kept\n");
    assertThat(ContainerIT.effective(node.ct("show", "201", "--json").json(), "diskspace"))
        .startsWith("600M");
    node.ct("stop", "201", "--fast").orFail();
    assertThat(node.ct("check", "201").orFail().output()).contains("is sound");
    node.ct("destroy", "201").orFail();
  }

  @Test
  void aConvertedDiskHasTheSameFiles(TestNode node) throws IOException {
    create(node, "--diskspace", "512M");
    write(node, "kept");
    node.ct("exec", "101", "--", "sh", "-c", SPECIAL).orFail();
    node.ct("stop", "101", "--fast").orFail();
    List<String> before = special(node, true);
    assertThat(before).hasSize(5);
    for (String way : List.of("--fstype xfs", "--layout ploop", "--fstype ext4 --diskspace 600M")) {
      node.ct(("convert 101 " + way).split(" ")).orFail();
      assertThat(special(node, false)).as(way).isEqualTo(before);
    }
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("kept\n");
    JsonNode shown = node.ct("show", "101", "--json").json();
    assertThat(ContainerIT.effective(shown, "layout")).isEqualTo("ploop");
    assertThat(ContainerIT.effective(shown, "fstype")).isEqualTo("ext4");
    assertThat(ContainerIT.effective(shown, "diskspace")).startsWith("600M");
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
    SnapshotIT.assertNoOrphans(node);
  }

  @Test
  void aDiskThatCannotBeConvertedStays(TestNode node) throws IOException {
    create(node, "--layout", "ploop", "--diskspace", "512M");
    write(node, "kept");
    node.ct("exec", "101", "--", "sh", "-c", "head -c 90000000 /dev/urandom > /root/big").orFail();
    refused(node, 32, "runs", "--fstype", "xfs");
    node.ct("stop", "101", "--fast").orFail();
    refused(node, 5, "cannot be divided", "--layout", "ploop-overlay");
    refused(node, 21, "too small", "--diskspace", "64M");
    refused(node, 21, "must be one of ploop-overlay, ploop", "--layout", "other");
    refused(node, 21, "no property of the disk", "--cpuunits", "2000");
    refused(node, 21, "already", "--fstype", "ext4", "--layout", "ploop");
    node.ct("snapshot", "101", "--name", "s").orFail();
    refused(node, 9, "snapshots", "--fstype", "xfs");
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
    SnapshotIT.assertNoOrphans(node);
    node.ct("start", "101").orFail();
    assertThat(read(node)).isEqualTo("kept\n");
  }

  private static void refused(TestNode node, int exit, String why, String... settings) {
    List<String> words = new ArrayList<>(List.of("convert", "101"));
    words.addAll(List.of(settings));
    CtResult result = node.ct(words.toArray(String[]::new));
    assertThat(result.exitCode()).as("%s: %s", words, result.error()).isEqualTo(exit);
    assertThat(result.error()).contains(why);
  }

  /** Kind, mode, owner, links, size and what else there is to know of files that are special. */
  private static List<String> special(TestNode node, boolean mark) throws IOException {
    String path = node.ct("mount", "101").orFail().output().strip();
    Path root = Path.of(path.substring(path.indexOf('/')).split("\\s", 2)[0]).resolve("root");
    try {
      List<String> all = new ArrayList<>();
      if (mark) {
        Files.setAttribute(root.resolve("program"), "user:note", ByteBuffer.wrap(NOTE));
      }
      for (String name : List.of("program", "one", "two", "hole", "fifo")) {
        Map<String, Object> found =
            Files.readAttributes(root.resolve(name), "unix:mode,uid,gid,nlink,size,rdev");
        all.add(name + new TreeMap<>(found));
      }
      assertThat((byte[]) Files.getAttribute(root.resolve("program"), "user:note")).isEqualTo(NOTE);
      assertThat(Files.isSameFile(root.resolve("one"), root.resolve("two"))).isTrue();
      String blocks = Programs.output("stat", "-c", "%b", root.resolve("hole").toString());
      assertThat(Long.parseLong(blocks.strip())).as("of 131072").isLessThan(8192);
      return all;
    } finally {
      node.ct("umount", "101").orFail();
    }
  }

  @Test
  void anImageIsMountedWhereItIs(TestNode node) throws IOException {
    create(node, "--layout", "ploop", "--diskspace", "512M");
    write(node, "kept");
    String own = disk(node).resolve("root.hds").toString();
    CtResult busy = node.ct("image-mount", own);
    assertThat(busy.exitCode()).as(busy.error()).isEqualTo(9);
    node.ct("stop", "101", "--fast").orFail();
    Path image = node.state().resolve("old.hds");
    node.ct("export", "101", image.toString(), "--format", "ploop").orFail();
    Path folder = Path.of(node.ct("image-mount", image.toString()).orFail().output().strip());
    node.killDaemon();
    node.startDaemon();
    assertThat(folder.resolve("root/file")).hasContent("kept\n");
    JsonNode view = node.ct("image-mount", image.toString(), "--json").orFail().json();
    assertThat(view.get("folder").asText()).isEqualTo(folder.toString());
    assertThat(view.get("backEnd").asText()).isEqualTo("loop-identity");
    node.ct("image-umount", image.toString()).orFail();
    assertThat(folder).doesNotExist();
    assertThat(node.ct("image-umount", image.toString()).exitCode()).isEqualTo(40);
    assertThat(node.ct("pool", "status").orFail().output()).contains("device-mapper");
  }

  @Test
  void anImageInPiecesIsReadOnWhenTheDaemonIsBack(TestNode node) throws IOException {
    create(node, "--layout", "ploop", "--diskspace", "512M");
    write(node, "kept");
    node.ct("stop", "101", "--fast").orFail();
    Path image = node.state().resolve("old.qcow2");
    node.ct("export", "101", image.toString(), "--format", "qcow2").orFail();
    CtResult mounted = node.ct("image-mount", image.toString());
    assumeThat(mounted.exitCode()).as(mounted.error()).isNotEqualTo(UNSUPPORTED);
    Path folder = Path.of(mounted.orFail().output().strip());
    node.killDaemon();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(() -> text(folder.resolve("root/file")));
    node.startDaemon();
    assertThat(read.join()).isEqualTo("kept\n");
    node.ct("image-umount", image.toString()).orFail();
    assertThat(folder).doesNotExist();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anImageThatIsNoneMakesNoContainer(TestNode node) throws IOException {
    Path file = node.state().resolve("none.qcow2");
    Files.write(file, "QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1));
    CtResult refused = node.ct("import", file.toString(), "201");
    assertThat(refused.exitCode()).isEqualTo(21);
    assertThat(refused.error()).contains(file.toString(), "shorter than its header", "qemu-img");
    assertThat(NodeTraces.homes(node)).isEmpty();
  }

  /** As whoever wrote the table and died before it was on disk. */
  private static void damage(Path image) throws IOException {
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
      ByteBuffer mark = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, OPEN);
      file.write(mark, MARK);
      file.write(ByteBuffer.allocate(40), TABLE);
    }
  }

  private static void create(TestNode node, String... settings) {
    SnapshotIT.create(node, settings);
  }

  private static void write(TestNode node, String text) {
    node.ct("exec", "101", "--", "sh", "-c", "echo " + text + " > " + FILE).orFail();
  }

  private static String read(TestNode node) {
    return node.ct("exec", "101", "--", "cat", FILE).orFail().output();
  }

  private static Path disk(TestNode node) {
    return SnapshotIT.disk(node);
  }
}
