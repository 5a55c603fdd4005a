package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackEndsTest {
  @TempDir Path folder;

  private record Simple(String name, Optional<String> missing, boolean onlyMapped)
      implements BackEnd {
    @Override
    public boolean serves(DiskImage image) {
      return !onlyMapped || image.map().isPresent();
    }

    @Override
    public AttachedDevice attach(DiskImage image) {
      return new AttachedDevice(Path.of("/dev/null"), OwnedFd.duplicateOf(0, name));
    }
  }

  @Test
  void theFirstThatIsThereAndServesIsChosen() {
    BackEnd direct = new Simple("direct", Optional.empty(), true);
    BackEnd any = new Simple("any", Optional.empty(), false);
    BackEnd absent = new Simple("absent", Optional.of("no such driver"), false);
    BackEnds all = new BackEnds(List.of(absent, direct, any));
    try (VirtualDisk disk = SampleDisks.RAW.in(folder)) {
      DiskImage image = SampleDisks.RAW.image(folder, disk);
      assertThat(all.choose(image)).isSameAs(direct);
      DiskImage other = new DiskImage(image.path(), image.format(), disk, Optional.empty());
      assertThat(all.choose(other)).isSameAs(any);
    }
    assertThat(all.words()).isEqualTo("not absent (no such driver), direct, any");
  }

  @Test
  void whatTheHostLacksIsNamed() {
    BackEnds all = new BackEnds(List.of(new Simple("mapper", Optional.of("no dm_mod"), false)));
    try (VirtualDisk disk = SampleDisks.RAW.in(folder)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> all.choose(SampleDisks.RAW.image(folder, disk)))
          .withMessageContaining(folder.toString())
          .withMessageContaining("mapper: no dm_mod")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }
  }
}
