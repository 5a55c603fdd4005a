package io.cooperage.isolation.namespaces.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountEntryTest {
  @Test
  void fieldsBehindTheOptionalOnesAreFound() {
    assertThat(
            MountEntry.parse(
                "36 35 98:0 / /dev/pts rw,noexec shared:1 master:2 - devpts pts rw,max=1024"))
        .containsExactly(
            new MountEntry(
                "/dev/pts", List.of("rw", "noexec"), "devpts", List.of("rw", "max=1024")));
    assertThat(MountEntry.parse("36 35 98:0 / /proc ro - proc proc rw"))
        .singleElement()
        .satisfies(m -> assertThat(m.readOnly()).isTrue());
  }

  @Test
  void aLineOfAnotherFormIsPassedOver() {
    assertThat(MountEntry.parse("")).isEmpty();
    assertThat(MountEntry.parse("36 35 98:0 / /mnt rw")).isEmpty();
    assertThat(MountEntry.parse("36 35 98:0 / /mnt rw - ext4")).isEmpty();
  }
}
