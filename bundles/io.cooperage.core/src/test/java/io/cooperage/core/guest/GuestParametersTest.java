package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestParametersTest {
  private static final HostFacts HOST = new HostFacts(1, 1, "", Map.of());

  private static List<String> problems(String... mounts) {
    ParameterValues values =
        ParameterValues.builder().parse(GuestParameters.BINDMOUNT, List.of(mounts)).build();
    return new GuestParameters().validate(values, HOST).stream().map(Problem::rule).toList();
  }

  @Test
  void aBindMountNeedsItsFolderAndATargetOfItsOwn() {
    assertThat(problems("/:/host,ro", "/tmp:/x")).isEmpty();
    assertThat(problems("/no/such/folder:/x")).containsExactly("is no folder of the host");
    assertThat(problems("/:/x", "/tmp:/x")).containsExactly("has the same target twice");
  }

  @Test
  void aBindMountNamesTheRealPathOfItsFolder(@TempDir Path folder) throws IOException {
    Path real = Files.createDirectories(folder.toRealPath().resolve("real/part"));
    Path link = Files.createSymbolicLink(real.getParent().resolveSibling("link"), real.getParent());
    assertThat(problems(real + ":/x")).isEmpty();
    assertThat(problems(link + "/part:/x")).containsExactly("leads over a symbolic link");
  }

  @Test
  void aStoredTextThatIsNoLongerValidCountsAsNotSet() {
    assertThat(
            GuestSettings.of(Map.of("bootorder", List.of("many"), "onboot", List.of("yes")))
                .names())
        .containsExactly("onboot");
  }

  @Test
  void stopTimeoutHasVzctlsDefault() {
    assertThat(GuestSettings.of(Map.of()).get(GuestParameters.STOP_TIMEOUT)).contains(120L);
  }
}
