package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.testing.fake.FakeArchive;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  private static final Optional<String> PLACE = Optional.of("fake:shelf");
  private static final String FILE = "/file";

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private final FakeArchive archive = new FakeArchive(host.storage());
  private EngineUnderTest engine;
  private BackupService backups;
  private Container ct;

  @BeforeEach
  void open() {
    open(new EngineUnderTest(host, folder).with(archive));
    ct = engine.create(101, "cpuunits=2000");
  }

  private void open(EngineUnderTest opened) {
    engine = opened;
    backups = new BackupEngine(engine.room());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void write(String text) {
    host.storage().disk(ct.id()).put(FILE, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private String read(Container of) {
    byte[] file = host.storage().disk(of.id()).get(FILE);
    return new String(file, java.nio.charset.StandardCharsets.UTF_8);
  }

  private Backup backup(Form form) {
    return backups.backup(ref(101), options(form)).await(PATIENCE).orElseThrow();
  }

  private static BackupOptions options(Form form) {
    return new BackupOptions(form, PLACE, "why");
  }

  private static RestoreOptions to(Optional<Ctid> ctid) {
    return new RestoreOptions(ctid, Optional.empty(), PLACE);
  }

  private List<BackupId> ids(Optional<ContainerRef> ref) {
    return backups.list(ref, PLACE).stream().map(Backup::id).toList();
  }

  @Test
  void whatFollowsAFullOneIsIncrementalAndTheNewestSnapshotAloneIsKept() {
    Backup full = backup(Form.ANY);
    Backup next = backup(Form.INCREMENTAL);
    assertThat(full.full()).isTrue();
    assertThat(full.description()).isEqualTo("why");
    assertThat(next.parent()).contains(full.id());
    assertThat(archive.snapshots(ct.id())).containsExactly(next.id().uuid());
    assertThat(engine.room().lifecycle().snapshotJobs().list(engine.room().need(ref(101))))
        .isEmpty();
    assertThat(backup(Form.FULL).full()).isTrue();
    assertThat(ids(Optional.of(ref(101)))).hasSize(3).startsWith(full.id());
  }

  @Test
  void anIncrementalOneNeedsOneToGoOnFrom() {
    refused(ErrorCode.NO_SUCH_BACKUP, () -> backup(Form.INCREMENTAL));
    backup(Form.FULL);
    BackupOptions elsewhere = new BackupOptions(Form.INCREMENTAL, Optional.of("fake:other"), "");
    refused(ErrorCode.NO_SUCH_BACKUP, () -> backups.backup(ref(101), elsewhere));
    BackupOptions nowhere = new BackupOptions(Form.ANY, Optional.of("relative"), "");
    refused(ErrorCode.BAD_VALUE, () -> backups.backup(ref(101), nowhere));
    BackupOptions away = new BackupOptions(Form.ANY, Optional.of("tape:1"), "");
    refused(ErrorCode.WAITING, () -> backups.backup(ref(101), away));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void oneOfADiskThatCannotBeReadIsNotBegun(Form form) {
    host.storage()
        .faults()
        .failOnce(
            "listSnapshots", () -> new ContainerException(ErrorCode.BROKEN_CONTAINER, "damaged"));
    BackupOptions options = new BackupOptions(form, Optional.of("fake:other"), "");
    refused(ErrorCode.BROKEN_CONTAINER, () -> backups.backup(ref(101), options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"take", "taken", "write", "written"})
  void aFailedOneLeavesNothing(String call) {
    host.storage()
        .faults()
        .failOnce(call, () -> new ContainerException(ErrorCode.NO_SPACE, "full"));
    refused(ErrorCode.NO_SPACE, () -> backup(Form.ANY));
    assertThat(archive.snapshots(ct.id())).isEmpty();
    assertThat(ids(Optional.of(ref(101)))).isEmpty();
    collected();
  }

  private void collected() {
    Eventually.holds("nothing is left at the target", () -> archive.backups().isEmpty());
  }

  private Runnable backupWith(Runnable action) {
    archive.inTheMiddle(
        () -> {
          archive.inTheMiddle(() -> {});
          action.run();
        });
    return () -> backup(Form.ANY);
  }

  @Test
  void aTargetThatLeavesInMidBackupFreesTheCtAtOnce() {
    engine.start(101);
    Runnable backup =
        backupWith(() -> engine.leases().remove(Family.BACKUP_TARGET, engine.target()));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(backup::run)
        .withMessageContaining("fake:shelf went away")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER));
    assertThat(archive.snapshots(ct.id())).isEmpty();
    assertThat(host.store().journals()).isEmpty();
    assertThat(archive.backups()).as("what nobody can reach").hasSize(1);
    engine
        .containers()
        .stop(ref(101), io.cooperage.api.container.StopOptions.killAtOnce())
        .await(PATIENCE);
    engine.leases().add(Family.BACKUP_TARGET, engine.target());
    collected();
  }

  @Test
  void whatAVanishedPlaceKeepsIsHiddenAndCollectedByALaterBackup() {
    refused(ErrorCode.PROVIDER, backupWith(() -> archive.away(true)));
    assertThat(archive.snapshots(ct.id())).isEmpty();
    UUID left = archive.backups().get(0);
    archive.away(false);
    assertThat(ids(Optional.of(ref(101)))).isEmpty();
    Backup made = backup(Form.ANY);
    assertThat(made.full()).isTrue();
    Eventually.holds("it is collected", () -> !archive.backups().contains(left));
    assertThat(archive.backups()).containsExactly(made.id().uuid());
  }

  @Test
  void whatAVanishedPlaceKeepsIsCollectedByADeletion() {
    Backup whole = backup(Form.ANY);
    refused(ErrorCode.PROVIDER, backupWith(() -> archive.away(true)));
    archive.away(false);
    backups.delete(ref(101), whole.id(), PLACE).await(PATIENCE);
    collected();
  }

  @Test
  void anInterruptedOneIsUndoneThoughItsTargetIsAway() {
    archive.inTheMiddle(engine.gate()::shut);
    try {
      backup(Form.ANY);
    } catch (ContainerException e) {
      assertThat(engine.gate().isShut()).isTrue();
    }
    archive.inTheMiddle(() -> {});
    reopen(e -> e.withoutTarget(archive));
    assertThat(archive.snapshots(ct.id())).isEmpty();
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(archive.backups()).hasSize(1);
    engine.leases().add(Family.BACKUP_TARGET, engine.target());
    collected();
  }

  @Test
  void anInterruptedRestoreLeavesNothingThoughItsTargetIsAway() {
    Backup made = backup(Form.ANY);
    host.storage()
        .faults()
        .failOnce(
            "restore",
            () -> {
              engine.gate().shut();
              return new IllegalStateException("killed");
            });
    try {
      backups.restore(ref(101), made.id(), to(Optional.empty())).await(PATIENCE);
    } catch (ContainerException e) {
      assertThat(engine.gate().isShut()).isTrue();
    }
    assertThat(archive.unfinishedDisks()).containsExactly(ct.id());
    reopen(e -> e.withoutTarget(archive));
    assertThat(archive.unfinishedDisks()).isEmpty();
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void whatIsKeptForALostTargetIsFreed() {
    Backup made = backup(Form.ANY);
    engine.leases().remove(Family.BACKUP_TARGET, engine.target());
    assertThat(backups.bases(ref(101)))
        .extracting(BackupBase::location, BackupBase::backup)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("fake:shelf", made.id()));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> backups.forget(ref(101), Optional.of("fake:other")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_BACKUP))
        .satisfies(e -> assertThat(e.hint()).contains("fake:shelf"));
    backups.forget(ref(101), PLACE).await(PATIENCE);
    assertThat(archive.snapshots(ct.id())).isEmpty();
    assertThat(backups.bases(ref(101))).isEmpty();
    engine.leases().add(Family.BACKUP_TARGET, engine.target());
    assertThat(ids(Optional.of(ref(101)))).containsExactly(made.id());
    assertThat(backup(Form.ANY).full()).isTrue();
  }

  @Test
  void oneThatCannotBeReadIsListedWithTheReason() {
    Backup made = backup(Form.ANY);
    archive.unreadable(made.id().uuid(), true);
    assertThat(backups.list(Optional.of(ref(101)), PLACE))
        .extracting(Backup::problem)
        .containsExactly("the manifest cannot be read");
    assertThat(backup(Form.ANY).full()).isTrue();
    archive.unreadable(made.id().uuid(), false);
    assertThat(ids(Optional.of(ref(101)))).hasSize(2);
  }

  @Test
  void aCtGetsBackWhatItHad() {
    write("one");
    Backup first = backup(Form.ANY);
    write("two");
    engine
        .containers()
        .set(
            ref(101),
            EngineUnderTest.settings("cpuunits=3000"),
            io.cooperage.api.container.SetOptions.both());
    backup(Form.ANY);
    engine.start(101);
    refused(ErrorCode.RUNNING, () -> backups.restore(ref(101), first.id(), to(Optional.empty())));
    engine
        .containers()
        .stop(ref(101), io.cooperage.api.container.StopOptions.killAtOnce())
        .await(PATIENCE);
    Container after =
        backups.restore(ref(101), first.id(), to(Optional.empty())).await(PATIENCE).orElseThrow();
    assertThat(after.id()).isEqualTo(ct.id());
    assertThat(read(ct)).isEqualTo("one");
    assertThat(after.parameters().get("cpuunits")).containsExactly("2000");
    assertThat(backup(Form.ANY).full()).as("its snapshots went with the disk").isTrue();
  }

  @Test
  void aNewCtIsMadeBesideTheOldOneOrInItsPlace() {
    write("one");
    Backup made = backup(Form.ANY);
    Container beside =
        backups
            .restore(ref(101), made.id(), to(Optional.of(new Ctid(201))))
            .await(PATIENCE)
            .orElseThrow();
    assertThat(beside.ctid()).isEqualTo(new Ctid(201));
    assertThat(read(beside)).isEqualTo("one");
    refused(
        ErrorCode.CONTAINER_EXISTS,
        () -> backups.restore(ref(101), made.id(), to(Optional.of(new Ctid(201)))));
    engine.containers().destroy(ref(101)).await(PATIENCE);
    assertThat(ids(Optional.of(ref(101)))).containsExactly(made.id());
    Container again =
        backups.restore(ref(101), made.id(), to(Optional.empty())).await(PATIENCE).orElseThrow();
    assertThat(again.ctid()).isEqualTo(new Ctid(101));
    assertThat(again.id()).isNotEqualTo(ct.id());
    assertThat(again.parameters().get("cpuunits")).containsExactly("2000");
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
    RestoreOptions named =
        new RestoreOptions(Optional.empty(), Optional.of(new ContainerName("third")), PLACE);
    assertThat(
            backups
                .restore(ContainerRef.of(ct.id()), made.id(), named)
                .await(PATIENCE)
                .orElseThrow()
                .name())
        .contains(new ContainerName("third"));
    backups.delete(ContainerRef.of(ct.id()), made.id(), PLACE).await(PATIENCE);
    assertThat(archive.backups()).isEmpty();
  }

  @Test
  void aNewCtIsPrivilegedOnlyIfThatIsAskedForAndOneThatIsThereNever() {
    Backup made = backup(Form.ANY);
    archive.note(made.id().uuid(), "parameters", "privileged\tyes");
    Container other =
        backups
            .restore(ref(101), made.id(), to(Optional.of(new Ctid(202))))
            .await(PATIENCE)
            .orElseThrow();
    assertThat(privileged(other)).isFalse();
    assertThat(other.parameters()).doesNotContainKey("privileged");
    archive.note(made.id().uuid(), "privileged", "yes");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> backups.restore(ref(101), made.id(), to(Optional.of(new Ctid(201)))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
        .satisfies(e -> assertThat(e.hint()).contains("--privileged"));
    assertThat(engine.containers().list(ContainerFilter.all())).hasSize(2);
    Container over =
        backups.restore(ref(101), made.id(), to(Optional.empty())).await(PATIENCE).orElseThrow();
    assertThat(privileged(over)).isFalse();
    assertThat(over.parameters()).doesNotContainKey("privileged");
    RestoreOptions asked =
        new RestoreOptions(Optional.of(new Ctid(201)), Optional.empty(), PLACE, true);
    Container trusted = backups.restore(ref(101), made.id(), asked).await(PATIENCE).orElseThrow();
    assertThat(privileged(trusted)).isTrue();
  }

  @Test
  void whatIsTheHostsIsGivenOnlyIfThatIsAskedFor() {
    Backup made = backup(Form.ANY);
    archive.note(made.id().uuid(), "parameters", "bindmount\t/etc:/host");
    for (Optional<Ctid> to : List.of(Optional.<Ctid>empty(), Optional.of(new Ctid(201)))) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> backups.restore(ref(101), made.id(), to(to)))
          .withMessageContaining("bindmount")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
          .satisfies(e -> assertThat(e.hint()).contains("--privileged"));
    }
    RestoreOptions trusted = new RestoreOptions(Optional.empty(), Optional.empty(), PLACE, true);
    Container over = backups.restore(ref(101), made.id(), trusted).await(PATIENCE).orElseThrow();
    assertThat(over.parameters()).containsEntry("bindmount", List.of("/etc:/host"));
    // It has it now.
    assertThat(backups.restore(ref(101), made.id(), to(Optional.empty())).await(PATIENCE))
        .isPresent();
  }

  private boolean privileged(Container of) {
    return engine.room().need(ContainerRef.of(of.id())).record().idMap().privileged();
  }

  @ParameterizedTest
  @CsvSource({
    "kinds, '', BROKEN_BACKUP",
    "kinds, 'storage\tother\nisolation\tfake', BROKEN_BACKUP",
    "kinds, 'storage\tfake', BROKEN_BACKUP",
    "kinds, 'storage\tfake\nisolation\tgone', WAITING",
    "description, 'a\nb', BAD_VALUE",
    "labels, '-x\ty', BAD_VALUE",
  })
  void notesThatMakeNoContainerAreRefusedBeforeAnythingIsMade(
      String name, String text, ErrorCode code) {
    Backup made = backup(Form.ANY);
    archive.note(made.id().uuid(), name, text.replace("\\t", "\t").replace("\\n", "\n"));
    RestoreOptions beside = to(Optional.of(new Ctid(201)));
    refused(code, () -> backups.restore(ref(101), made.id(), beside));
    assertThat(engine.containers().list(ContainerFilter.all())).hasSize(1);
  }

  @Test
  void aBrokenChainIsFoundAndRefused() {
    write("one");
    Backup full = backup(Form.ANY);
    Backup next = backup(Form.ANY);
    Backup last = backup(Form.ANY);
    archive.damage(next.id().uuid());
    List<BackupCheck> checks =
        backups.verify(ref(101), Optional.empty(), PLACE).await(PATIENCE).orElseThrow();
    assertThat(checks).extracting(BackupCheck::sound).containsExactly(true, false, false);
    assertThat(
            backups.verify(ref(101), Optional.of(full.id()), PLACE).await(PATIENCE).orElseThrow())
        .hasSize(1)
        .allMatch(BackupCheck::sound);
    write("two");
    refused(
        ErrorCode.BROKEN_BACKUP,
        () -> backups.restore(ref(101), last.id(), to(Optional.empty())).await(PATIENCE));
    assertThat(read(ct)).isEqualTo("two");
    archive.delete("shelf", ct.id(), full.id().uuid());
    assertThat(backups.list(Optional.of(ref(101)), PLACE))
        .allMatch(b -> b.problem().contains(full.id().toString()));
    refused(
        ErrorCode.BROKEN_BACKUP, () -> backups.restore(ref(101), last.id(), to(Optional.empty())));
    assertThat(backup(Form.ANY).full()).as("nothing goes on from a broken chain").isTrue();
  }

  @Test
  void aBackupThatIsNeededIsNotDeleted() {
    Backup full = backup(Form.ANY);
    Backup next = backup(Form.ANY);
    refused(ErrorCode.IN_USE, () -> backups.delete(ref(101), full.id(), PLACE));
    backups.delete(ref(101), next.id(), PLACE).await(PATIENCE);
    backups.delete(ref(101), full.id(), PLACE).await(PATIENCE);
    assertThat(archive.backups()).isEmpty();
    assertThat(archive.snapshots(ct.id())).isEmpty();
    refused(ErrorCode.NO_SUCH_BACKUP, () -> backups.delete(ref(101), full.id(), PLACE));
  }

  private void crashDuring(int entry, boolean after, Consumer<BackupService> action) {
    engine.gate().crashAtJournalEntry(entry, after);
    try {
      action.accept(backups);
    } catch (ContainerException e) {
      assertThat(engine.gate().isShut()).as(e.getMessage()).isTrue();
    }
    reopen(e -> e.with(archive));
  }

  private void reopen(UnaryOperator<EngineUnderTest> equip) {
    engine.crash();
    open(equip.apply(new EngineUnderTest(host, folder)));
    Eventually.holds(
        "no job is left",
        () ->
            engine.jobs().list().stream().allMatch(j -> j.state().ended())
                && host.store().journals().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void anInterruptedOneIsWholeOrGone(int entry, boolean after) {
    Backup first = backup(Form.ANY);
    crashDuring(entry, after, b -> backup(Form.ANY));
    List<BackupId> ids = ids(Optional.of(ref(101)));
    Eventually.holds("the rest is gone", () -> archive.backups().size() == ids.size());
    assertThat(ids).startsWith(first.id()).hasSizeBetween(1, 2);
    assertThat(archive.snapshots(ct.id())).containsExactly(ids.get(ids.size() - 1).uuid());
    assertThat(backup(Form.INCREMENTAL).full()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true"})
  void anInterruptedNewCtIsWholeOrGone(int entry, boolean after) {
    write("one");
    Backup made = backup(Form.ANY);
    RestoreOptions options = to(Optional.of(new Ctid(201)));
    crashDuring(entry, after, b -> b.restore(ref(101), made.id(), options).await(PATIENCE));
    int whole = engine.containers().find(ref(201)).isPresent() ? 2 : 1;
    assertThat(host.storage().disks()).hasSize(whole);
    assertThat(host.store().containers()).hasSize(whole);
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
