package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class SharedLibraryTest {
  @Test
  void functionsAreCalledByName() {
    SharedLibrary c = SharedLibrary.open("libc.so.6");
    assertThat(c.callInt("getpid")).isEqualTo((int) ProcessHandle.current().pid());
    try (Scratch scratch = new Scratch()) {
      assertThat(c.call("strlen", scratch.text("seven"))).isEqualTo(5);
      long copy = c.call("strdup", scratch.text("copied"));
      assertThat(SharedLibrary.text(copy)).isEqualTo("copied");
      c.callVoid("free", copy);
    }
    assertThat(SharedLibrary.text(0)).isEmpty();
  }

  @Test
  void whatIsMissingIsAnError() {
    assertThatExceptionOfType(UnsatisfiedLinkError.class)
        .isThrownBy(() -> SharedLibrary.open("libcooperage-none.so.7"));
    assertThatExceptionOfType(UnsatisfiedLinkError.class)
        .isThrownBy(() -> SharedLibrary.open("libc.so.6").callInt("cooperage_none"));
  }
}
