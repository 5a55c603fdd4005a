package io.cooperage.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every container store keeps to. Extend it and say how a store is opened; each test method
 * starts from no data.
 */
public abstract class ContainerStoreContract {
  /** Opens a store over the data of this test, as a daemon does that has just started. */
  protected abstract ContainerStore open();

  @Test
  void aNewStoreIsEmpty() {
    ContainerStore store = open();
    assertThat(store.containers()).isEmpty();
    assertThat(store.broken()).isEmpty();
    assertThat(store.journals()).isEmpty();
    assertThat(store.runtime(ContainerId.random())).isEmpty();
  }

  @Test
  void whatWasSavedIsReadByTheNextDaemon() {
    ContainerRecord full = SampleRecords.full(ContainerId.random(), 101);
    ContainerRecord bare = SampleRecords.bare(ContainerId.random(), 102);
    ContainerStore first = open();
    first.save(full);
    first.save(bare);
    assertThat(open().containers()).containsExactlyInAnyOrder(full, bare);
  }

  @Test
  void savingAgainReplacesTheRecord() {
    ContainerRecord before = SampleRecords.full(ContainerId.random(), 101);
    ContainerRecord after =
        before
            .edit()
            .name(Optional.of(new ContainerName("other")))
            .parameters(Map.of("cpuunits", List.of("2000")))
            .volume(Optional.empty())
            .build();
    ContainerStore store = open();
    store.save(before);
    store.save(after);
    assertThat(store.containers()).containsExactly(after);
    assertThat(open().containers()).containsExactly(after);
  }

  @Test
  void keysOfALaterSchemaAreKept() {
    ContainerRecord base = SampleRecords.bare(ContainerId.random(), 101);
    ContainerRecord record = withUnknown(base, Map.of("later", "{\"a\":[1,2.50,null,\"x\"]}"));
    open().save(record);
    ContainerRecord read = open().containers().get(0);
    assertThat(read).isEqualTo(record);
    assertThat(read.edit().description("new").build().unknown()).isEqualTo(record.unknown());
  }

  @Test
  void deletingIsFinalAndMayBeRepeated() {
    ContainerRecord record = SampleRecords.full(ContainerId.random(), 101);
    ContainerStore store = open();
    store.save(record);
    store.delete(record.id());
    store.delete(record.id());
    assertThat(store.containers()).isEmpty();
    assertThat(open().containers()).isEmpty();
  }

  @Test
  void runtimeRecordsOutliveTheDaemon() {
    RuntimeRecord record = SampleRecords.running(ContainerId.random());
    open().saveRuntime(record);
    ContainerStore next = open();
    assertThat(next.runtime(record.id())).contains(record);
    next.deleteRuntime(record.id());
    next.deleteRuntime(record.id());
    assertThat(open().runtime(record.id())).isEmpty();
  }

  @Test
  void journalsOutliveTheDaemonUntilTheirJobEnds() {
    String container = ContainerId.random().toString();
    JournalRecord durable = SampleRecords.journal("11", container, true);
    JournalRecord fleeting = SampleRecords.journal("12", ContainerId.random().toString(), false);
    JournalRecord template = SampleRecords.journal("13", "debian-13", true);
    ContainerStore first = open();
    List.of(durable, fleeting, template).forEach(first::saveJournal);
    assertThat(open().journals()).containsExactlyInAnyOrder(durable, fleeting, template);

    ContainerStore next = open();
    List.of("11", "12", "13").forEach(next::deleteJournal);
    next.deleteJournal("11");
    assertThat(next.journals()).isEmpty();
    assertThat(open().journals()).isEmpty();
  }

  @Test
  void aJournalFollowsItsJob() {
    String container = ContainerId.random().toString();
    JournalRecord begun = SampleRecords.journal("11", container, false);
    JournalRecord undoing =
        new JournalRecord(
            "11", "start", container, true, true, begun.createdAt(), Map.of("a", ""), List.of("X"));
    ContainerStore store = open();
    store.saveJournal(begun);
    store.saveJournal(undoing);
    assertThat(store.journals()).containsExactly(undoing);
    assertThat(open().journals()).containsExactly(undoing);
  }

  @Test
  void twoJobsOfOneContainerDoNotMeet() {
    String container = ContainerId.random().toString();
    JournalRecord one = SampleRecords.journal("11", container, true);
    JournalRecord other = SampleRecords.journal("12", container, true);
    open().saveJournal(one);
    open().saveJournal(other);
    assertThat(open().journals()).containsExactlyInAnyOrder(one, other);
    open().deleteJournal("11");
    assertThat(open().journals()).containsExactly(other);
  }

  @Test
  void theJournalOfADestroyOutlivesTheRecord() {
    ContainerRecord record = SampleRecords.full(ContainerId.random(), 101);
    JournalRecord journal = SampleRecords.journal("21", record.id().toString(), true);
    ContainerStore store = open();
    store.save(record);
    store.saveJournal(journal);
    store.delete(record.id());
    assertThat(open().journals()).containsExactly(journal);
    assertThat(open().containers()).isEmpty();
    store.deleteJournal("21");
    assertThat(open().journals()).isEmpty();
  }

  @Test
  void manyThreadsSaveAtOnce() {
    ContainerStore store = open();
    List<ContainerRecord> records =
        IntStream.range(101, 141)
            .mapToObj(ctid -> SampleRecords.full(ContainerId.random(), ctid))
            .toList();
    records.parallelStream()
        .forEach(
            record -> {
              store.save(record);
              store.saveRuntime(SampleRecords.running(record.id()));
              store.save(record.edit().description("saved twice").build());
            });
    assertThat(open().containers())
        .hasSize(records.size())
        .allSatisfy(record -> assertThat(record.revision()).isEqualTo(8));
  }

  private static ContainerRecord withUnknown(ContainerRecord r, Map<String, String> unknown) {
    return new ContainerRecord(
        r.id(),
        r.ctid(),
        r.name(),
        r.revision(),
        r.createdAt(),
        r.kinds(),
        r.template(),
        r.templateDigest(),
        r.parameters(),
        r.labels(),
        r.description(),
        r.idMap(),
        r.wantRunning(),
        r.volume(),
        r.mounts(),
        unknown);
  }
}
