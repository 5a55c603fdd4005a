package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The format extension: one cluster of features behind a checksum. Source: QEMU's
 * docs/interop/parallels.txt.
 *
 * @param features in the order on disk
 */
public record FormatExtension(List<Feature> features) {
  private static final long MAGIC = 0xAB234CEF23DCEA87L;
  private static final int SUM_OFFSET = 8;
  private static final int START = 24;
  private static final int FEATURE_HEADER = 24;
  private static final int ALIGNMENT = 8;
  private static final int MOST_FEATURES = 64;
  private static final int PIECE = 1 << 16;

  // As much of a cluster as is read for features: twice the longest table of a dirty bitmap.
  private static final int LONGEST = 1 << 20;

  public FormatExtension {
    features = List.copyOf(features);
  }

  /**
   * Reads an extension. Its cluster, of which a hostile image may have one of 64 MiB, is never held
   * whole.
   *
   * @param place where its cluster begins in the file, in bytes
   * @throws MalformedImageException if magic, checksum, sizes or end mark are wrong
   */
  static FormatExtension parse(ImageBytes file, long place, long clusterSize) {
    ByteBuffer beginning = beginning(file, place, clusterSize);
    require(beginning.getLong(0) == MAGIC, "its magic is wrong");
    MessageDigest sum = md5();
    sum.update(beginning.slice(START, beginning.limit() - START));
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long at = beginning.limit(); at < clusterSize; at += piece.limit()) {
      file.read(piece.clear().limit((int) Math.min(PIECE, clusterSize - at)), place + at);
      sum.update(piece.flip());
    }
    ByteBuffer expected = beginning.slice(SUM_OFFSET, START - SUM_OFFSET);
    require(ByteBuffer.wrap(sum.digest()).equals(expected), "its checksum is wrong");
    return features(beginning);
  }

  /** As {@link #parse}, for a cluster whose magic and checksum are of no matter. */
  static FormatExtension unverified(ImageBytes file, long place, long clusterSize) {
    return features(beginning(file, place, clusterSize));
  }

  private static ByteBuffer beginning(ImageBytes file, long place, long clusterSize) {
    ByteBuffer beginning = ByteBuffer.allocate((int) Math.min(LONGEST, clusterSize));
    file.read(beginning, place);
    return beginning.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static FormatExtension features(ByteBuffer b) {
    b.position(START);
    List<Feature> features = new ArrayList<>();
    while (true) {
      require(b.remaining() >= FEATURE_HEADER, "its features do not end");
      long magic = b.getLong();
      long flags = b.getLong();
      int size = b.getInt();
      int padding = b.getInt();
      if (magic == 0) {
        require(flags == 0 && size == 0 && padding == 0, "its end mark is wrong");
        return new FormatExtension(features);
      }
      require(features.size() < MOST_FEATURES, "more than " + MOST_FEATURES + " features");
      require(padding == 0, "a feature's unused field is not zero");
      require((flags & ~(Feature.NECESSARY | Feature.TRANSIT)) == 0, "unknown flags " + flags);
      require(
          size >= 0 && padded(size) <= b.remaining(),
          "a feature reaches beyond its cluster, or " + LONGEST + " bytes");
      features.add(new Feature(magic, flags, b.slice(b.position(), size)));
      b.position(b.position() + (int) padded(size));
    }
  }

  /**
   * Refuses what must not be passed over.
   *
   * @throws MalformedImageException naming a feature that is necessary and not known here
   */
  public void requireUnderstood() {
    unknown()
        .ifPresent(f -> require(false, "feature 0x" + Long.toHexString(f.magic()) + " is unknown"));
  }

  boolean understood() {
    return unknown().isEmpty();
  }

  private Optional<Feature> unknown() {
    return features.stream()
        .filter(f -> !f.known() && (f.flags() & Feature.NECESSARY) != 0)
        .findFirst();
  }

  /** What is left of it when the image is written by us: known features and those in transit. */
  public FormatExtension kept() {
    return new FormatExtension(
        features.stream().filter(f -> f.known() || (f.flags() & Feature.TRANSIT) != 0).toList());
  }

  /**
   * The cluster as it is on disk.
   *
   * @throws IllegalArgumentException if the features do not fit in
   */
  public ByteBuffer encode(int clusterSize) {
    long length = START + FEATURE_HEADER;
    for (Feature feature : features) {
      length += FEATURE_HEADER + padded(feature.data().remaining());
    }
    if (length > clusterSize) {
      throw new IllegalArgumentException(length + " bytes of features in " + clusterSize);
    }
    ByteBuffer b = ByteBuffer.allocate(clusterSize).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(MAGIC).position(START);
    for (Feature feature : features) {
      int size = feature.data().remaining();
      b.putLong(feature.magic()).putLong(feature.flags()).putInt(size).putInt(0);
      int end = b.position() + (int) padded(size);
      b.put(feature.data()).position(end);
    }
    b.clear();
    b.put(SUM_OFFSET, sum(b).array());
    return b;
  }

  static ByteBuffer sum(ByteBuffer cluster) {
    MessageDigest md5 = md5();
    md5.update(cluster.slice(START, cluster.limit() - START));
    return ByteBuffer.wrap(md5.digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static long padded(int size) {
    return ((long) size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new MalformedImageException("the image's format extension is bad: " + otherwise);
    }
  }
}
