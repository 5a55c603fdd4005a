package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FamilyTest {
  @Test
  void everyFamilyIsListedOnceUnderANameOfItsOwn() {
    assertThat(Family.ALL).hasSize(20).extracting(Family::name).doesNotHaveDuplicates();
  }

  @Test
  void membersAreNamedByFamilyAndKind() {
    assertThat(Family.STORAGE.describe("ploop")).isEqualTo("storage.ploop");
    assertThat(Family.STORE.describe("")).isEqualTo("store");
  }
}
