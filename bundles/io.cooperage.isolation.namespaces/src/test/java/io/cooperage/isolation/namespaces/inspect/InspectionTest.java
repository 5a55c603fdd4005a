package io.cooperage.isolation.namespaces.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.controller.TestCell;
import io.cooperage.testing.fake.MemoryCgroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  @TempDir private Path folder;

  private static IsolationLayer find(List<IsolationLayer> layers, String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  /** This very process as the kernel shows it, but for its mount table. */
  private ProcessView with(String mounts) throws IOException {
    for (String file : List.of("status", "uid_map")) {
      Files.writeString(folder.resolve(file), Files.readString(Path.of("/proc/self", file)));
    }
    Files.writeString(folder.resolve("mountinfo"), mounts);
    Files.createSymbolicLink(folder.resolve("ns"), Path.of("/proc/self/ns"));
    return new ProcessView(folder);
  }

  private static List<IsolationLayer> look(ProcessView init, TestCell cell) {
    return new Inspection(init, ProcessView.ofNode(), cell).layers("denylist", 0);
  }

  @Test
  void anOwnerWhoMountsWithoutEndDoesNotMakeTheReportFail() throws IOException {
    String line = "36 35 98:0 / /mnt/" + "x".repeat(4000) + " rw - tmpfs none rw\n";

    List<IsolationLayer> layers = look(with(line.repeat(2200)), TestCell.of(Map.of()));

    assertThat(List.of("root", "masks", "pseudo-terminals"))
        .allSatisfy(name -> assertThat(find(layers, name).grade()).isEqualTo(IsolationGrade.WEAK));
    assertThat(find(layers, "capabilities").found()).isNotEmpty();
  }

  @Test
  void everyLayerIsTold() throws IOException {
    assertThat(look(with("36 35 98:0 / / rw - ext4 a rw\n"), TestCell.of(Map.of())))
        .extracting(IsolationLayer::name)
        .containsExactlyInAnyOrderElementsOf(
            Inspection.NAMES.stream().filter(n -> !n.equals("devices")).toList());
  }

  @Test
  void terminalsAreLimitedForThoseWhoDoNotMountThemAnew() throws IOException {
    String line = "36 35 98:0 / /dev/pts rw - devpts pts rw,max=64\n";

    IsolationLayer terminals = find(look(with(line), TestCell.of(Map.of())), "pseudo-terminals");

    assertThat(terminals.found()).isEqualTo("at most 64");
    assertThat(terminals.grade()).isEqualTo(IsolationGrade.GOOD);
    assertThat(terminals.cost()).contains("mount another");
  }

  @Test
  void aHostWithoutControllersHasNoLimits() throws IOException {
    List<IsolationLayer> layers =
        look(with("36 35 98:0 / / rw - ext4 a rw\n"), TestCell.of(Map.of()));

    assertThat(List.of("processes", "memory"))
        .allSatisfy(name -> assertThat(find(layers, name).grade()).isEqualTo(IsolationGrade.WEAK));
    assertThat(find(layers, "root").found()).isEqualTo("ext4, mounted rw");
  }

  @Test
  void limitsAreThoseOfTheGroups() throws IOException {
    MemoryCgroupDirectory pids = new MemoryCgroupDirectory("pids");
    MemoryCgroupDirectory memory = new MemoryCgroupDirectory("memory");
    TestCell cell = TestCell.of(Map.of(Subsystem.PIDS, pids, Subsystem.MEMORY, memory));
    ProcessView init = with("");
    pids.write("pids.max", "100");
    String file = memory.version() == 1 ? "memory.limit_in_bytes" : "memory.max";
    memory.write(file, Long.toString(64L << 20));
    assertThat(find(look(init, cell), "processes").found()).isEqualTo("at most 100");
    assertThat(find(look(init, cell), "memory").found()).startsWith("at most 64 MiB");

    pids.write("pids.max", "max");
    memory.write(file, "9223372036854771712");

    assertThat(find(look(init, cell), "processes").grade()).isEqualTo(IsolationGrade.WEAK);
    assertThat(find(look(init, cell), "memory").grade()).isEqualTo(IsolationGrade.WEAK);
  }
}
