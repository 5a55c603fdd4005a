package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.parameter.ValueType;
import io.cooperage.spi.kernel.HostMount;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindMountTest {
  private final ValueType<BindMount> type = BindMount.type();

  @Test
  void pathsAreNormalizedAndOptionsSorted() {
    BindMount mount = type.parse("/srv//data/../web:/var/www/,nosuid,ro");
    assertThat(type.format(mount)).isEqualTo("/srv/web:/var/www,nosuid,ro");
    assertThat(type.parse(type.format(mount))).isEqualTo(mount);
  }

  @Test
  void theMountIsIdmappedUnlessTheCtIsPrivileged() {
    BindMount mount = type.parse("/srv:/mnt,ro,nodev");
    assertThat(mount.mount(false))
        .isEqualTo(new HostMount("bind/mnt", "/srv", "/mnt", true, true, Set.of("nodev")));
    assertThat(mount.mount(true).idmapped()).isFalse();
  }

  @Test
  void whatTheNodeItselfMountsOrWritesIsNotCovered() {
    assertThatThrownBy(() -> type.parse("/srv:/dev/pts")).hasMessageContaining("mounts its own");
    assertThatThrownBy(() -> type.parse("/srv:/etc")).hasMessageContaining("name a folder below");
    assertThat(type.parse("/srv:/etc/ssl").target()).isEqualTo("/etc/ssl");
    assertThat(type.parse("/srv:/run/shared").target()).isEqualTo("/run/shared");
    assertThat(type.parse("/srv:/device").target()).isEqualTo("/device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srv:/mnt",
        "/srv",
        "/srv:mnt",
        "/srv:/mnt,exec",
        "/srv:/",
        "/srv:/../..",
        "/srv:/proc",
        "/srv:/sys/fs/cgroup",
        "/srv:/dev",
        "/srv:/dev/shm",
        "/srv:/run/",
        "/srv:/var/../etc",
        "/a:/b:/c",
        "/srv:/mnt\n"
      })
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> type.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
