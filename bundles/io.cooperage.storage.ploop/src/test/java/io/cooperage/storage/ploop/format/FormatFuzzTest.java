package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/**
 * Structure-aware fuzzing: each input is made from a seed. A fixed number runs with every build,
 * more with {@code -Dcooperage.full=true}; {@code -Dcooperage.fuzz.seconds=3600} runs from a random
 * seed for so long.
 */
class FormatFuzzTest {
  private static final int INPUTS = Boolean.getBoolean("cooperage.full") ? 100_000 : 5_000;
  private static final long SECONDS = Long.getLong("cooperage.fuzz.seconds", 0);
  // The daemon's heap is of 192 MiB.
  private static final long MOST_BYTES = 48L << 20;
  private static final long MOST_NANOS = 20_000_000_000L;

  @Test
  void anImageIsRefusedOrSound() {
    assertThat(share(FormatFuzzTest::image)).isBetween(0.1, 0.9);
  }

  @Test
  void aDescriptorIsRefusedOrRoundTrips() {
    assertThat(share(FormatFuzzTest::descriptor)).isBetween(0.1, 0.9);
  }

  /** The share of inputs that were accepted. */
  private static double share(LongPredicate input) {
    long first = SECONDS > 0 ? System.nanoTime() : 20261122;
    long deadline = System.nanoTime() + SECONDS * 1_000_000_000L / 2;
    long done = 0;
    long accepted = 0;
    while (SECONDS > 0 ? System.nanoTime() < deadline : done < INPUTS) {
      accepted += bounded(input, first + done) ? 1 : 0;
      done++;
    }
    System.out.println("fuzz: " + done + " inputs, " + accepted + " accepted");
    return (double) accepted / done;
  }

  private static boolean bounded(LongPredicate input, long seed) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = thread.getCurrentThreadAllocatedBytes();
    long start = thread.getCurrentThreadCpuTime();
    try {
      boolean accepted = input.test(seed);
      assertThat(thread.getCurrentThreadAllocatedBytes() - bytes).isLessThan(MOST_BYTES);
      assertThat(thread.getCurrentThreadCpuTime() - start).isLessThan(MOST_NANOS);
      return accepted;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("the input of seed " + seed, e);
    }
  }

  private static boolean image(long seed) {
    ImageBytes file = new ImageMutator(seed).next();
    PloopImage image;
    try {
      image = PloopImage.open(file);
    } catch (MalformedImageException e) {
      assertThat(e.getMessage()).doesNotContain("null");
      return false;
    }
    PloopHeader header = image.header();
    assertThat(PloopHeader.parse(header.encode(), file.size())).isEqualTo(header);
    Set<Long> places = new HashSet<>();
    for (long i = 0; i < Math.min(header.entries(), 1000); i++) {
      long place = image.table().placeOf(i);
      if (place != 0) {
        assertThat(places.add(place)).isTrue();
        assertThat(place).isBetween(header.dataOffset(), file.size() - header.clusterSize());
        assertThat((place - header.dataOffset()) % header.clusterSize()).isZero();
      }
    }
    requireSoundExtension(image, file);
    return true;
  }

  private static void requireSoundExtension(PloopImage image, ImageBytes file) {
    PloopHeader header = image.header();
    image
        .extension()
        .ifPresent(
            e ->
                assertThat(
                        Samples.extension(e.encode((int) Math.min(1 << 20, header.clusterSize()))))
                    .isEqualTo(e));
    long[] end = {-1};
    for (DirtyBitmap bitmap : image.dirtyBitmaps()) {
      end[0] = -1;
      bitmap.forEachDirty(
          file,
          header,
          (offset, length) -> {
            assertThat(offset).isGreaterThan(end[0]);
            assertThat(length).isPositive();
            end[0] = offset + length;
            assertThat(end[0]).isLessThanOrEqualTo(header.size());
          });
    }
  }

  private static boolean descriptor(long seed) {
    byte[] document = new DescriptorMutator(seed).next();
    try {
      DiskDescriptor disk = DiskDescriptorReader.read(document);
      byte[] again = DiskDescriptorWriter.write(disk).getBytes(StandardCharsets.UTF_8);
      assertThat(DiskDescriptorReader.read(again)).isEqualTo(disk);
      return true;
    } catch (MalformedImageException e) {
      return false;
    }
  }
}
