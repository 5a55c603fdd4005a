package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.store.SampleRecords;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerCodecTest {
  private final ContainerCodec codec = new ContainerCodec(new JsonText());
  private final ContainerId id = ContainerId.random();

  @Test
  void everyFieldSurvives() throws UnreadableRecordException {
    for (ContainerRecord record :
        new ContainerRecord[] {SampleRecords.full(id, 101), SampleRecords.bare(id, 102)}) {
      assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }
  }

  @Test
  void anUnknownKeyMustNotHideAKnownOne() {
    ContainerRecord record = unknown(Map.of("ctid", "102"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(record))
        .withMessageContaining("'ctid' is a key of this schema");
    assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(unknown(Map.of("x", "{"))));
  }

  @Test
  void theVolumeOfAnotherContainerIsADefect() {
    Volume other = new Volume("ploop", ContainerId.random(), Map.of());
    ContainerRecord record = SampleRecords.bare(id, 101).edit().volume(Optional.of(other)).build();
    assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(record));
  }

  private ContainerRecord unknown(Map<String, String> unknown) {
    ContainerRecord r = SampleRecords.bare(id, 101);
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
