package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.convert.Piece;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackEndsTest {
  private static final Path IMAGE = Path.of("/srv/image");

  private record Simple(String name, Optional<String> missing, boolean onlyHoles)
      implements BackEnd {
    @Override
    public boolean serves(DiskMap map) {
      return !onlyHoles || map.pieces().stream().allMatch(p -> p.file().isEmpty());
    }

    @Override
    public AttachedDevice attach(DiskMap map) {
      return new AttachedDevice(Path.of("/dev/null"), OwnedFd.duplicateOf(0, name));
    }
  }

  private static final Optional<DiskMap> HOLE =
      Optional.of(new DiskMap(512, List.of(new Piece(512, Optional.empty(), 0))));

  @Test
  void theFirstThatIsThereAndServesIsChosen() {
    BackEnd direct = new Simple("direct", Optional.empty(), true);
    BackEnd any = new Simple("any", Optional.empty(), false);
    BackEnd absent = new Simple("absent", Optional.of("no such driver"), false);
    BackEnds all = new BackEnds(List.of(absent, direct, any));
    assertThat(all.choose(IMAGE, HOLE)).isSameAs(direct);
    assertThat(all.words()).isEqualTo("not absent (no such driver), direct, any");
  }

  @Test
  void whatTheHostLacksIsNamed() {
    BackEnds all = new BackEnds(List.of(new Simple("mapper", Optional.of("no dm_mod"), false)));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> all.choose(IMAGE, HOLE))
        .withMessageContaining("/srv/image")
        .withMessageContaining("mapper: no dm_mod")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> all.choose(IMAGE, Optional.empty()))
        .withMessageContaining("compressed");
  }
}
