package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.notify.AccessGate;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.ResourceControllerContract;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files as readers of the real kernel find them; the CT's groups are simulated. */
class ViewControllerTest extends ResourceControllerContract {
  private static final long MIB = 1 << 20;

  @TempDir Path run;
  private final AtomicLong limit = new AtomicLong(64 * MIB);
  private final SimulatedGroup memory =
      SimulatedGroup.v2("memory")
          .with("memory.max", Long.toString(64 * MIB))
          .with("memory.current", "0")
          .with("memory.swap.max", "0");
  private final TestCell cell = TestCell.of(Map.of(Subsystem.MEMORY, memory)).withInit(myself());
  private final List<ViewController> made = Collections.synchronizedList(new ArrayList<>());

  private static PidHandle myself() {
    int pid = (int) ProcessHandle.current().pid();
    return new PidHandle(pid, ProcessStat.find(pid).orElseThrow().startTime());
  }

  @Override
  protected ResourceController controller() {
    return controller(gate());
  }

  private ViewController controller(Optional<AccessGate> gate) {
    ViewController controller =
        new ViewController(new ViewFolder(run, Page.here()), HostView.ofHost(), gate);
    made.add(controller);
    return controller;
  }

  private static Optional<AccessGate> gate() {
    try {
      return Optional.of(AccessGate.open());
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return new TestCell(cell.id(), Map.of());
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        ParameterValues.builder().parse(ViewController.PROCVIEW, List.of("no")).build(),
        ParameterValues.empty());
  }

  @AfterEach
  void close() {
    made.forEach(ViewController::deactivate);
  }

  private static void needGate() {
    Assumptions.assumeTrue(gate().isPresent(), "no permission events of fanotify here");
  }

  private Path file(ViewController controller, Page page) {
    return file(controller, cell, page);
  }

  // As at a launch, once for each CT.
  private Path file(ViewController controller, Cell of, Page page) {
    Path path = run.resolve("view").resolve(of.id().toString()).resolve(page.file());
    if (Files.notExists(path)) {
      assertThat(controller.mounts(of.id(), ParameterValues.empty()))
          .extracting(HostMount::source)
          .contains(path.toString());
    }
    return path;
  }

  private void limit(long bytes) {
    limit.set(bytes);
    memory.write("memory.max", Long.toString(bytes));
  }

  private interface Body {
    void run() throws Exception;
  }

  private void watched(ViewController controller, Body body) throws Exception {
    try (Watch watch = controller.watch(cell, null)) {
      assertThat(watch).isNotNull();
      body.run();
    }
  }

  // Whoever reads very soon after another may see the same.
  private static void awaitText(Path file, String beginning) throws Exception {
    CompletableFuture.runAsync(
            () -> {
              try {
                while (!read(file).startsWith(beginning)) {
                  Thread.onSpinWait();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .get(20, TimeUnit.SECONDS);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void aFileIsTrueWhenItIsOpened() throws Exception {
    needGate();
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    watched(
        controller,
        () -> {
          assertThat(read(meminfo)).startsWith("MemTotal:          65536 kB\n");
          limit(32 * MIB);
          awaitText(meminfo, "MemTotal:          32768 kB\n");
        });
    limit(64 * MIB);
    assertThat(read(meminfo)).startsWith("MemTotal:          32768 kB\n");
  }

  @Test
  void allPagesHaveTheKernelsForm() throws Exception {
    ViewController controller = controller(gate());
    List<HostMount> mounts = controller.mounts(cell.id(), ParameterValues.empty());
    assertThat(mounts)
        .hasSize(Page.here().size())
        .allSatisfy(m -> assertThat(m.readOnly()).isTrue());
    watched(
        controller,
        () -> {
          assertThat(read(file(controller, Page.LOADAVG)))
              .matches("\\d+\\.\\d\\d \\d+\\.\\d\\d \\d+\\.\\d\\d \\d+/\\d+ \\d+\n");
          assertThat(read(file(controller, Page.UPTIME))).matches("\\d+\\.\\d\\d \\d+\\.\\d\\d\n");
          assertThat(read(file(controller, Page.STAT))).startsWith("cpu  ").contains("\nbtime ");
          assertThat(read(file(controller, Page.CPUINFO))).startsWith("processor\t: 0\n");
          assertThat(read(file(controller, Page.SWAPS))).startsWith("Filename").hasLineCount(1);
          assertThat(read(file(controller, Page.VMSTAT))).contains("nr_free_pages 16384\n");
          assertThat(read(file(controller, Page.CPU_ONLINE))).matches("0(-\\d+)?\n");
          assertThat(read(file(controller, Page.PARTITIONS))).startsWith("major minor");
          assertThat(read(file(controller, Page.DISKSTATS))).isEmpty();
        });
  }

  @Test
  void whoeverReadsWithoutEndIsLetThroughAndSeesNewTextsAllTheSame() throws Exception {
    needGate();
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    watched(
        controller,
        () -> {
          for (int i = 0; i < 2000; i++) {
            assertThat(read(meminfo)).startsWith("MemTotal:          65536 kB\n");
          }
          limit(16 * MIB);
          awaitText(meminfo, "MemTotal:          16384 kB\n");
        });
  }

  @Test
  void whatOneContainerReadsAllTheTimeDoesNotKeepAnothersOldText() throws Exception {
    needGate();
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    TestCell other = TestCell.of(Map.of(Subsystem.MEMORY, memory)).withInit(myself());
    Path others = file(controller, other, Page.SWAPS);
    AtomicBoolean reading = new AtomicBoolean(true);
    Watch second = controller.watch(other, null);
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              while (reading.get()) {
                try {
                  assertThat(read(others)).startsWith("Filename");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    try {
      watched(
          controller,
          () -> {
            for (int i = 0; i < 200; i++) {
              assertThat(read(meminfo)).startsWith("MemTotal:          65536 kB\n");
            }
            limit(16 * MIB);
            awaitText(meminfo, "MemTotal:          16384 kB\n");
          });
    } finally {
      reading.set(false);
      reader.get(20, TimeUnit.SECONDS);
      second.close();
    }
  }

  @Test
  void aWatchThatEndsAfterItsControllerLeavesNothingOpen() throws Exception {
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    Watch watch = controller.watch(cell, null);
    assertThat(open(meminfo.getParent())).isPositive();
    controller.deactivate();
    watch.close();
    watch.close();
    assertThat(open(meminfo.getParent())).isZero();
  }

  private static long open(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(Files::isSymbolicLink).filter(fd -> leadsTo(fd, folder)).count();
    }
  }

  private static boolean leadsTo(Path descriptor, Path folder) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatAnEarlierRunHasLeftIsNotTakenForThePresentOnes() throws Exception {
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    controller.watch(cell, null).close();
    TestCell next = cell.withInit(new PidHandle(myself().pid(), myself().startTime() + 1));
    assertThat(controller.readBack(cell)).extracting(Effective::value).containsExactly("yes");
    assertThat(controller.readBack(next)).extracting(Effective::value).containsExactly("no");
    Files.writeString(meminfo, "old");
    controller.mounts(cell.id(), ParameterValues.empty());
    assertThat(meminfo).isEmptyFile();
    assertThat(controller.readBack(next)).extracting(Effective::value).containsExactly("yes");
  }

  @Test
  void anotherInstanceGoesOnWithTheSameFiles() throws Exception {
    ViewController first = controller(gate());
    Path meminfo = file(first, Page.MEMINFO);
    first.watch(cell, null);
    awaitText(meminfo, "MemTotal:          65536 kB\n");
    first.deactivate();
    limit(32 * MIB);
    assertThat(read(meminfo)).startsWith("MemTotal:          65536 kB\n");
    ViewController next = controller(gate());
    watched(
        next,
        () -> {
          assertThat(read(meminfo)).startsWith("MemTotal:          32768 kB\n");
        });
  }

  @Test
  void whatNobodyAskedForIsThereWhenNobodyAnswersAnyMore() throws Exception {
    ViewController controller = controller(gate());
    Path vmstat = file(controller, Page.VMSTAT);
    controller.watch(cell, null).close();
    assertThat(read(vmstat)).contains("nr_free_pages 16384\n");
  }

  @Test
  void nothingIsLeftAfterTheRelease() {
    ViewController controller = controller(gate());
    Path meminfo = file(controller, Page.MEMINFO);
    assertThat(meminfo).exists();
    controller.release(gone());
    assertThat(meminfo.getParent()).doesNotExist();
    assertThat(controller.watch(cell, null)).isNotNull();
  }

  @Test
  void whoeverWantsTheHostsFilesGetsNone() {
    assertThat(controller(gate()).mounts(cell.id(), samples().get(0))).isEmpty();
  }
}
