package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies beside the overlay is the CT's own, on its disk, and no part of its root. */
class BesideFoldersTest {
  private static final String STORE = "/var/lib/containers";

  private PloopNode node;
  private Volume volume;

  @BeforeEach
  void start() {
    node = PloopNode.start();
    volume = node.create(ContainerId.random());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsWrittenThereIsThereAtTheNextMountAndNotInTheRoot() throws IOException {
    try (MountedVolume mounted = mount(volume)) {
      Path store = at(mounted.folders().get(STORE));
      assertThat(Files.getAttribute(store, "unix:uid")).isEqualTo((int) PloopNode.IDS.base());
      assertThat(Files.getFileStore(store).type()).isIn("ext4", "xfs");
      asOwner(() -> Files.writeString(store.resolve("image"), "layers"));
      assertThat(PloopNode.in(mounted, "var/lib/containers")).doesNotExist();
    }
    node.storage().release(volume);
    try (MountedVolume mounted = mount(volume)) {
      assertThat(at(mounted.folders().get(STORE)).resolve("image")).exists();
    }
    node.storage().release(volume);
  }

  @Test
  void aWholeRootNeedsNone() {
    Volume whole = node.create(ContainerId.random(), "layout", "ploop");
    try (MountedVolume mounted = mount(whole)) {
      assertThat(mounted.folders()).isEmpty();
    }
    node.storage().release(whole);
  }

  /** Its place in a whole root may be a link of the owner's by then. */
  @Test
  void aDiskThatHoldsSomethingThereKeepsItsLayout() throws IOException {
    try (MountedVolume mounted = mount(volume)) {
      Path store = at(mounted.folders().get(STORE));
      asOwner(() -> Files.writeString(store.resolve("image"), "layers"));
    }
    node.storage().release(volume);

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(this::toWholeRoot)
        .withMessageContaining(STORE)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));

    try (MountedVolume mounted = mount(volume)) {
      Path store = at(mounted.folders().get(STORE));
      asOwner(() -> Files.delete(store.resolve("image")));
    }
    node.storage().release(volume);
    assertThat(toWholeRoot().property("layout")).isEqualTo("ploop");
  }

  private Volume toWholeRoot() {
    return node.storage()
        .convert(
            volume,
            node.values("layout", "ploop"),
            new MountRequest(PloopNode.IDS, Optional.of(node.template()), true),
            Unattended.WORK);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void asOwner(Action action) {
    CredentialThread.run(
        PloopNode.IDS.base(),
        PloopNode.IDS.base(),
        () -> {
          try {
            action.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private MountedVolume mount(Volume of) {
    return node.storage()
        .mount(
            of,
            new MountRequest(
                PloopNode.IDS, Optional.of(node.template()), false, List.of(STORE, "/srv/more")));
  }

  private static Path at(Descriptor mount) {
    return Path.of("/proc/self/fd/" + mount.fd());
  }
}
