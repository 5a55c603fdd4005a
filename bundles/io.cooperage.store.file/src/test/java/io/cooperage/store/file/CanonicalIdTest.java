package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CanonicalIdTest {
  @Test
  void onlyTheCanonicalFormNamesAContainer() {
    ContainerId id = ContainerId.random();
    assertThat(CanonicalId.of(id.toString())).contains(id);
    for (String name :
        new String[] {
          "",
          "lost+found",
          "1-1-1-1-1",
          id.toString().toUpperCase(Locale.ROOT).replace('0', 'A'),
          id + " ",
          "{" + id + "}"
        }) {
      assertThat(CanonicalId.of(name)).as(name).isEmpty();
    }
  }
}
