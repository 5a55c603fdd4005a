package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.Layout;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumePropertiesTest {
  private static final ContainerId ID = ContainerId.random();

  @Test
  void whatIsStoredIsReadBack() {
    VolumeProperties overlay =
        new VolumeProperties(
            Layout.PLOOP_OVERLAY, FileSystemKind.XFS, 1 << 30, 1 << 30, 0, Optional.of("abc"));
    VolumeProperties whole =
        new VolumeProperties(
            Layout.PLOOP, FileSystemKind.EXT4, 1 << 30, (1 << 30) - 1, 5000, Optional.empty());
    assertThat(VolumeProperties.of(stored(overlay.texts()))).isEqualTo(overlay);
    assertThat(VolumeProperties.of(stored(whole.texts()))).isEqualTo(whole);
  }

  @Test
  void propertiesOfALaterVersionAreLeftAlone() {
    Map<String, String> texts = Map.of("layout", "ploop", "size", "1048576", "later", "x");
    assertThat(VolumeProperties.of(stored(texts)).size()).isEqualTo(1048576);
  }

  @Test
  void aVolumeWithoutASizeIsBroken() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> VolumeProperties.of(stored(Map.of())))
        .withMessageContaining(ID.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
  }

  private static Volume stored(Map<String, String> texts) {
    return new Volume("ploop", ID, texts);
  }
}
