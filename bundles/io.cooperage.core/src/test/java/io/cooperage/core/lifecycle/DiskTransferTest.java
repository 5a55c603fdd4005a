package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.Eventually;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTransferTest {
  private static final Path FILE = Path.of("/srv/ct.raw");

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static ExportOptions raw(Optional<SnapshotId> snapshot) {
    return new ExportOptions(FILE, "raw", snapshot);
  }

  private static ImportRequest request(Path file, RawSetting... settings) {
    CreateRequest.Builder container = CreateRequest.builder().ctid(new Ctid(201));
    for (RawSetting setting : settings) {
      container.setting(setting);
    }
    return new ImportRequest(file, "", container.build());
  }

  private Container imported(ImportRequest request) {
    return engine.disks().importFrom(request).await(PATIENCE).orElseThrow();
  }

  @Test
  void aStoppedCtIsExportedAndARunningOnesSnapshotToo() {
    engine.create(101);
    Exported exported =
        engine.disks().exportTo(ref(101), raw(Optional.empty())).await(PATIENCE).orElseThrow();
    assertThat(exported.file()).isEqualTo(FILE);
    engine.start(101);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> engine.disks().exportTo(ref(101), raw(Optional.empty())))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNNING))
        .satisfies(e -> assertThat(e.hint()).contains("--snapshot"));
    engine.disks().exportTo(ref(101), raw(Optional.of(SnapshotId.random()))).await(PATIENCE);
    assertThat(engine.events().types()).contains("disk.exported");
  }

  @Test
  void whatNamesNoFileIsRefusedBeforeAnythingIsBegun() {
    engine.create(101);
    ExportOptions root = new ExportOptions(Path.of("/"), "raw", Optional.empty());
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> engine.disks().exportTo(ref(101), root))
        .withMessage("file '/' must be the name of a new file");
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true"})
  void anInterruptedExportLeavesNothingHalfDone(int entry, boolean after) {
    engine.create(101);
    host.storage().faults().failOnce("export", () -> new IllegalStateException("broken"));
    engine.gate().crashAtJournalEntry(entry, after);
    assertThatThrownBy(
            () -> engine.disks().exportTo(ref(101), raw(Optional.empty())).await(PATIENCE))
        .isInstanceOf(ContainerException.class);
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    Eventually.holds("no job is left", () -> host.store().journals().isEmpty());
    engine.awaitState(101, ContainerState.STOPPED);
    assertThat(host.transfer().begun()).isEmpty();
    assertThat(host.transfer().exported()).isEmpty();
  }

  @Test
  void anImportedCtHasTheSizeOfItsImageAndNoTemplateUnlessOneIsNamed() {
    Container ct = imported(request(FILE));
    assertThat(ct.template()).isEmpty();
    assertThat(ct.parameters().get("diskspace")).containsExactly("3G");
    assertThat(engine.start(201).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void whatIsAskedForWinsOverWhatTheImageSays() {
    Container ct =
        imported(
            request(
                FILE,
                RawSetting.set("diskspace", "5G"),
                RawSetting.set("ostemplate", "busybox"),
                RawSetting.set("cpuunits", "2000")));
    assertThat(ct.template()).isEqualTo("busybox");
    assertThat(ct.parameters().get("diskspace")).containsExactly("5G");
    assertThat(ct.parameters().get("cpuunits")).containsExactly("2000");
  }

  @Test
  void anImageThatIsNoneIsRefusedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> engine.disks().importFrom(request(Path.of("/srv/broken"))))
        .hasMessage("cannot import /srv/broken");
    assertThat(engine.containers().find(ref(201))).isEmpty();
    host.storage().faults().failOnce("import", () -> new IllegalStateException("broken"));
    assertThatThrownBy(() -> imported(request(FILE))).isInstanceOf(ContainerException.class);
    assertThat(engine.containers().find(ref(201))).isEmpty();
    assertThat(host.storage().disks()).isEmpty();
    assertThat(host.store().containers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void anInterruptedImportLeavesNothing(int entry, boolean after) {
    engine.gate().crashAtJournalEntry(entry, after);
    assertThatThrownBy(() -> imported(request(FILE))).isInstanceOf(ContainerException.class);
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    Eventually.holds("no job is left", () -> host.store().journals().isEmpty());
    Eventually.holds("it is gone", () -> engine.containers().find(ref(201)).isEmpty());
    assertThat(host.storage().disks()).isEmpty();
    assertThat(host.store().containers()).isEmpty();
  }

  @Test
  void anImageIsMountedAtOneFolderOfItsOwn() {
    Path image = Path.of("/srv/old.hds");
    ImageView view = engine.disks().mountImage(image, "ploop");
    assertThat(view.folder()).isDirectory();
    assertThat(host.transfer().views()).containsExactly(view.folder());
    assertThat(engine.disks().mountImage(image, "ploop")).isEqualTo(view);
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    engine.disks().unmountImage(image);
    assertThat(view.folder()).doesNotExist();
    assertThat(host.transfer().views()).isEmpty();
    assertThatThrownBy(() -> engine.disks().unmountImage(image))
        .hasMessageContaining("not mounted");
  }

  @Test
  void anImageThatCannotBeMountedLeavesNoFolder() {
    Path image = Path.of("/srv/broken");
    assertThatThrownBy(() -> engine.disks().mountImage(image, ""))
        .isInstanceOf(ContainerException.class);
    assertThatThrownBy(() -> engine.disks().unmountImage(image))
        .hasMessageContaining("not mounted");
  }

  @Test
  void anImageWhoseCheckTakesLongHoldsUpNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    host.storage().faults().failOnce("view", () -> held(begun, go));
    Path slow = Path.of("/srv/slow");
    CompletableFuture<ImageView> first =
        CompletableFuture.supplyAsync(() -> engine.disks().mountImage(slow, "ploop"));
    try {
      assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Path other = Path.of("/srv/other");
      CompletableFuture<ImageView> second =
          CompletableFuture.supplyAsync(() -> engine.disks().mountImage(other, "ploop"));
      assertThat(second).succeedsWithin(PATIENCE);
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> engine.disks().mountImage(slow, "ploop"))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
      engine.disks().unmountImage(other);
    } finally {
      go.countDown();
    }
    assertThat(first).failsWithin(PATIENCE);
    assertThat(engine.disks().mountImage(slow, "ploop").folder()).isDirectory();
  }

  private static RuntimeException held(CountDownLatch begun, CountDownLatch go) {
    begun.countDown();
    try {
      assertThat(go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ContainerException(ErrorCode.BAD_VALUE, "held");
  }

  private Container converted(RawSetting... settings) {
    return engine.disks().convert(ref(101), List.of(settings)).await(PATIENCE).orElseThrow();
  }

  @Test
  void aConvertedCtHasTheLayoutThatWasAskedFor() {
    engine.create(101, "cpuunits=2000");
    Container ct = converted(RawSetting.set("layout", "ploop"));
    assertThat(ct.parameters().get("layout")).containsExactly("ploop");
    assertThat(ct.parameters().get("cpuunits")).containsExactly("2000");
    assertThatThrownBy(() -> converted(RawSetting.set("layout", "ploop")))
        .hasMessageContaining("already");
    assertThatThrownBy(() -> converted(RawSetting.set("cpuunits", "3000")))
        .hasMessageContaining("no property of the disk");
    assertThatThrownBy(() -> converted(RawSetting.set("layout", "impossible")))
        .hasMessageContaining("is not a layout");
    engine.start(101);
    assertThatThrownBy(() -> converted(RawSetting.set("layout", "ploop")))
        .hasMessage("CT 101 runs");
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true"})
  void anInterruptedConversionIsFinishedOnceItBegan(int entry, boolean after) {
    engine.create(101);
    engine.gate().crashAtJournalEntry(entry, after);
    assertThatThrownBy(() -> converted(RawSetting.set("layout", "ploop")))
        .isInstanceOf(ContainerException.class);
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    Eventually.holds("no job is left", () -> host.store().journals().isEmpty());
    engine.awaitState(101, ContainerState.STOPPED);
    assertThat(engine.get(101).parameters().containsKey("layout")).isEqualTo(after);
  }
}
