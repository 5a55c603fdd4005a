package io.cooperage.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.storage.VolumeUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every storage provider keeps to. A provider's test extends this and says how it is reached,
 * and how a file is written to and read from a mounted root.
 */
public abstract class StorageProviderContract {
  private static final ProgressSink QUIET = new QuietProgress();

  private final ContainerId id = ContainerId.random();

  /** The provider under test, the same within a test. */
  protected abstract StorageProvider provider();

  /** A request for a small disk. */
  protected abstract VolumeRequest request(ContainerId container);

  /** How such a disk is mounted for writing. */
  protected abstract MountRequest mountRequest();

  /** Writes a file at the top of a mounted root. */
  protected abstract void write(MountedVolume mounted, String name, String text);

  /** Reads a file at the top of a mounted root; empty if it is missing. */
  protected abstract Optional<String> read(MountedVolume mounted, String name);

  @AfterEach
  void removeTheDisk() {
    Volume bare = new Volume(provider().kind(), id, Map.of());
    provider().release(bare);
    provider().destroy(bare);
  }

  @Test
  void itsKindIsAWord() {
    assertThat(provider().kind()).matches("[a-z][a-z0-9-]{0,31}");
  }

  @Test
  void itsParametersAreTheSameEachTimeAndTheirDefaultsAreValid() {
    assertThat(provider().parameters()).isEqualTo(provider().parameters());
    HostFacts host = new HostFacts(1L << 32, 2, "test", Map.of());
    assertThat(provider().validate(ParameterValues.empty(), host)).isEmpty();
  }

  @Test
  void aNewVolumeSaysWhoseItIs() {
    Volume volume = create();
    assertThat(volume.container()).isEqualTo(id);
    assertThat(volume.kind()).isEqualTo(provider().kind());
    assertThat(provider().device(volume)).isEmpty();
  }

  @Test
  void whatIsWrittenIsThereAfterReleaseAndMount() {
    Volume volume = create();
    mountAndWrite(volume, "kept", "content");
    assertThat(contentAfterMount(volume, "kept")).contains("content");
  }

  @Test
  void aVolumeCanBeMountedRightAfterItsRelease() {
    Volume volume = create();
    for (int round = 0; round < 5; round++) {
      mountAndWrite(volume, "round", "round " + round);
      assertThat(contentAfterMount(volume, "round")).contains("round " + round);
    }
  }

  @Test
  void aStoredVolumeIsAsGoodAsTheOriginal() {
    Volume volume = create();
    mountAndWrite(volume, "kept", "content");
    Volume stored = new Volume(volume.kind(), id, Map.copyOf(volume.properties()));
    assertThat(contentAfterMount(stored, "kept")).contains("content");
  }

  @Test
  void theDeviceOfAMountedVolumeIsFoundAnew() {
    Volume volume = create();
    try (MountedVolume mounted = provider().mount(volume, mountRequest())) {
      assertThat(provider().device(volume)).isEqualTo(mounted.disk());
    }
    provider().release(volume);
    assertThat(provider().device(volume)).isEmpty();
  }

  @Test
  void releaseMayComeTwiceAndWithoutAMount() {
    Volume volume = create();
    provider().release(volume);
    mountAndWrite(volume, "kept", "content");
    provider().release(volume);
    assertThat(contentAfterMount(volume, "kept")).contains("content");
  }

  @Test
  void creatingAgainReplacesWhatAnEarlierTryLeft() {
    mountAndWrite(create(), "leftover", "content");
    assertThat(contentAfterMount(create(), "leftover")).isEmpty();
  }

  @Test
  void replacingAnswersAFreshDisk() {
    Volume old = create();
    mountAndWrite(old, "leftover", "content");
    Volume fresh = provider().replace(old, request(id), QUIET);
    assertThat(contentAfterMount(fresh, "leftover")).isEmpty();
  }

  @Test
  void destroyMayComeTwiceAndWithoutProperties() {
    Volume volume = create();
    provider().destroy(volume);
    assertThatCode(() -> provider().destroy(volume)).doesNotThrowAnyException();
    Volume bare = new Volume(provider().kind(), id, Map.of());
    assertThatCode(() -> provider().destroy(bare)).doesNotThrowAnyException();
  }

  @Test
  void aDestroyedVolumeCannotBeMounted() {
    Volume volume = create();
    provider().destroy(volume);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> provider().mount(volume, mountRequest()));
  }

  @Test
  void applyingTheSameValuesChangesNothing() {
    VolumeRequest request = request(id);
    Volume volume = provider().create(request, QUIET);
    mountAndWrite(volume, "kept", "content");
    assertThat(provider().apply(volume, request.values(), false)).isEqualTo(volume);
    assertThat(contentAfterMount(volume, "kept")).contains("content");
  }

  @Test
  void readBackNamesItsOwnParametersInCanonicalText() {
    Volume volume = create();
    for (Effective effective : provider().readBack(volume)) {
      Parameter<?> parameter = own(effective.parameter());
      if (!effective.value().isEmpty()) {
        assertThat(canonical(parameter, effective.value())).isEqualTo(effective.value());
      }
    }
  }

  @Test
  void usageIsKnownOfAMountedVolumeAndPartlyOfAnother() {
    Volume volume = create();
    VolumeUsage stopped = provider().usage(volume);
    assertThat(stopped.used()).isEqualTo(-1);
    assertThat(stopped.size()).isPositive();
    try (MountedVolume mounted = provider().mount(volume, mountRequest())) {
      write(mounted, "file", "content");
      VolumeUsage running = provider().usage(volume);
      assertThat(running.used()).isBetween(0L, running.size());
      assertThat(running.allocated()).isNotNegative();
    }
  }

  @Test
  void thePoolIsConsistent() {
    PoolStatus pool = provider().pool();
    assertThat(pool.kind()).isEqualTo(provider().kind());
    assertThat(pool.free()).isBetween(0L, pool.total());
    assertThat(pool.promised()).isNotNegative();
    assertThat(provider().containersFolder()).isAbsolute();
  }

  @Test
  void aCancelledCreationLeavesNothingInTheWay() {
    try {
      provider().create(request(id), new CancelledProgress());
    } catch (ContainerException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
    }
    assertThat(contentAfterMount(create(), "file")).isEmpty();
  }

  private Volume create() {
    return provider().create(request(id), QUIET);
  }

  private void mountAndWrite(Volume volume, String name, String text) {
    try (MountedVolume mounted = provider().mount(volume, mountRequest())) {
      write(mounted, name, text);
    }
    provider().release(volume);
  }

  private Optional<String> contentAfterMount(Volume volume, String name) {
    try (MountedVolume mounted = provider().mount(volume, mountRequest())) {
      return read(mounted, name);
    } finally {
      provider().release(volume);
    }
  }

  private Parameter<?> own(String name) {
    List<Parameter<?>> all = provider().parameters();
    return all.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static <T> String canonical(Parameter<T> parameter, String text) {
    return parameter.type().format(parameter.type().parse(text));
  }

  private static class QuietProgress implements ProgressSink {
    @Override
    public void progress(int percent, String message) {
      assertThat(percent).isBetween(-1, 100);
      assertThat(message).isNotBlank();
    }

    @Override
    public void checkCancelled() {}
  }

  private static final class CancelledProgress extends QuietProgress {
    @Override
    public void checkCancelled() {
      throw new ContainerException(ErrorCode.CANCELLED, "the job was cancelled");
    }
  }
}
