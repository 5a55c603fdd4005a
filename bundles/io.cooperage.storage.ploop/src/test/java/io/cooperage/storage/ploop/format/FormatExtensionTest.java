package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatExtensionTest {
  private static final Feature FEATURE =
      new Feature(0x1122, Feature.TRANSIT, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));

  @Test
  void whatIsWrittenIsReadBack() {
    FormatExtension extension =
        new FormatExtension(List.of(FEATURE, new Feature(5, 0, ByteBuffer.allocate(64))));
    assertThat(Samples.extension(extension.encode(Samples.CLUSTER))).isEqualTo(extension);
  }

  @Test
  void aClusterIsFilledToItsLastByteAndNotBeyond() {
    Feature large = new Feature(1, 0, ByteBuffer.allocate(Samples.CLUSTER - 72));
    FormatExtension extension = new FormatExtension(List.of(large));
    assertThat(Samples.extension(extension.encode(Samples.CLUSTER))).isEqualTo(extension);
    assertThatThrownBy(() -> new FormatExtension(List.of(large, FEATURE)).encode(Samples.CLUSTER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, magic",
    "9, 1, checksum",
    "100, 1, checksum",
    "-1, 1, checksum",
  })
  void aFlippedBitIsNoticed(int offset, int flip, String rule) {
    ByteBuffer cluster = new FormatExtension(List.of(FEATURE)).encode(Samples.CLUSTER);
    int at = offset < 0 ? Samples.CLUSTER - 1 : offset;
    cluster.put(at, (byte) (cluster.get(at) ^ flip));
    assertRefused(() -> Samples.extension(cluster), rule);
  }

  @ParameterizedTest
  @CsvSource({
    "32, 4, unknown flags",
    "40, -1, beyond its cluster",
    "40, 32768, beyond its cluster",
    "40, 2147483647, beyond its cluster",
    "44, 1, unused",
    "56, 0, ",
    "64, 1, end mark",
  })
  void aBadFieldIsNamed(int offset, int value, String rule) {
    ByteBuffer cluster = new FormatExtension(List.of(FEATURE)).encode(Samples.CLUSTER);
    cluster.order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    if (rule == null) {
      assertThat(unverified(cluster).features()).containsExactly(FEATURE);
    } else {
      assertRefused(() -> unverified(cluster), rule);
    }
  }

  @Test
  void featuresWithoutAnEndAndTooManyAreRefused() {
    ByteBuffer full = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    full.putLong(24, 1).putInt(40, 48);
    assertRefused(() -> unverified(full), "do not end");
    Feature small = new Feature(1, 0, ByteBuffer.allocate(0));
    ByteBuffer many = new FormatExtension(Collections.nCopies(65, small)).encode(Samples.CLUSTER);
    assertRefused(() -> Samples.extension(many), "more than 64");
  }

  @Test
  void aLargeClusterIsNotHeldWhole() {
    int cluster = 64 << 20;
    MemoryImage image = new MemoryImage(cluster);
    image.write(new FormatExtension(List.of(FEATURE)).encode(cluster), 0);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThat(FormatExtension.parse(image, 0, cluster).features()).containsExactly(FEATURE);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  @Test
  void aFeatureOfMostOfALargeClusterIsRefused() {
    int cluster = 4 << 20;
    MemoryImage image = new MemoryImage(cluster);
    Feature large = new Feature(1, Feature.TRANSIT, ByteBuffer.allocate(cluster - 72));
    image.write(new FormatExtension(List.of(large)).encode(cluster), 0);
    assertRefused(() -> FormatExtension.parse(image, 0, cluster), "1048576 bytes");
  }

  private static FormatExtension unverified(ByteBuffer cluster) {
    return FormatExtension.unverified(Samples.file(cluster), 0, cluster.limit());
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String rule) {
    assertThatThrownBy(call).isInstanceOf(MalformedImageException.class).hasMessageContaining(rule);
  }
}
