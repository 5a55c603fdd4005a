package io.cooperage.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.spi.kernel.IdMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdSlotsTest {
  @TempDir Path etc;

  private IdSlots slots() {
    return new IdSlots(524288, 65536, new HostIds(etc));
  }

  @Test
  void slotsFollowEachOther() {
    List<IdMap> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(slots().free(taken, 1));
    }
    assertThat(taken).extracting(IdMap::base).containsExactly(524288L, 589824L, 655360L);
    taken.remove(1);
    assertThat(slots().free(taken, 1).base()).isEqualTo(589824);
  }

  @Test
  void whatTheHostUsesIsAvoided() throws IOException {
    Files.writeString(etc.resolve("subuid"), "alice:524288:65536\n# comment\n");
    Files.writeString(etc.resolve("subgid"), "alice:589000:1000\n");
    Files.writeString(etc.resolve("passwd"), "big:x:700000:100:Big:/:/bin/sh\nroot:x:0:0::/:\n");
    assertThat(slots().free(List.of(), 1).base()).isEqualTo(720896);
  }

  @Test
  void aWideSlotNeedsAGapOfItsWidth() {
    IdMap second = new IdMap(589824, 65536);
    assertThat(slots().free(List.of(second), 2)).isEqualTo(new IdMap(655360, 131072));
    assertThat(slots().free(List.of(second), 1)).isEqualTo(new IdMap(524288, 65536));
    IdMap wide = new IdMap(524288, 131072);
    assertThat(slots().free(List.of(wide), 1).base()).isEqualTo(655360);
  }

  @Test
  void aPrivilegedCtTakesNoSlot() {
    assertThat(slots().free(List.of(IdMap.PRIVILEGED), 1).base()).isEqualTo(524288);
  }

  @Test
  void anEndOfAllSlotsIsSaid() {
    IdSlots last = new IdSlots((1L << 31) - 65536, 65536, new HostIds(etc));
    IdMap only = last.free(List.of(), 1);
    assertThatThrownBy(() -> last.free(List.of(only), 1)).hasMessageContaining("no id slot");
  }

  @Test
  void aChangedFileIsReadAgain() throws IOException {
    HostIds host = new HostIds(etc);
    assertThat(host.ranges()).isEmpty();
    Files.writeString(etc.resolve("subuid"), "bob:1000000:10\n");
    assertThat(host.ranges()).containsExactly(new IdMap(1000000, 10));
  }
}
