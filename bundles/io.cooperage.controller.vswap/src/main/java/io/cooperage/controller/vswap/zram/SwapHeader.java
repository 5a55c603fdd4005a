package io.cooperage.controller.vswap.zram;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The first page of a swap area (union swap_header of include/linux/swap.h), which tells ours from
 * everybody else's.
 *
 * @param label at most 16 bytes of ASCII
 * @param maker the node that made it
 */
record SwapHeader(String label, UUID maker) {
  private static final byte[] SIGNATURE = "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_AT = 1024;
  private static final int LAST_PAGE_AT = 1028;
  private static final int UUID_AT = 1036;
  private static final int LABEL_AT = 1052;
  private static final int LABEL_LENGTH = 16;

  SwapHeader {
    if (label.length() > LABEL_LENGTH || !label.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("swap label '" + label + "'");
    }
  }

  /** Makes a device a swap area, as mkswap(8) does. */
  void write(Path device, long size, int pageSize) {
    ByteBuffer page = ByteBuffer.allocate(pageSize).order(ByteOrder.nativeOrder());
    page.putInt(VERSION_AT, 1);
    page.putInt(LAST_PAGE_AT, Math.toIntExact(size / pageSize - 1));
    page.duplicate()
        .position(UUID_AT)
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(maker.getMostSignificantBits())
        .putLong(maker.getLeastSignificantBits());
    page.put(LABEL_AT, label.getBytes(StandardCharsets.US_ASCII));
    page.put(pageSize - SIGNATURE.length, SIGNATURE);
    try (OwnedFd open = OpenCalls.open(device, OpenFlag.READ_WRITE)) {
      FileCalls.write(open, page, 0);
      FileCalls.sync(open);
    }
  }

  /** Reads a device's header; empty if it is no swap area or has no label that could be ours. */
  static Optional<SwapHeader> read(Path device, int pageSize) {
    ByteBuffer page = ByteBuffer.allocate(pageSize);
    try (OwnedFd open = OpenCalls.open(device)) {
      FileCalls.read(open, page, 0);
    } catch (LinuxException e) {
      return Optional.empty();
    }
    byte[] bytes = page.array();
    byte[] signature = Arrays.copyOfRange(bytes, pageSize - SIGNATURE.length, pageSize);
    byte[] raw = Arrays.copyOfRange(bytes, LABEL_AT, LABEL_AT + LABEL_LENGTH);
    String label = new String(raw, StandardCharsets.ISO_8859_1).replace("\0", "");
    if (!Arrays.equals(signature, SIGNATURE) || !label.matches("[a-z0-9-]+")) {
      return Optional.empty();
    }
    return Optional.of(
        new SwapHeader(label, new UUID(page.getLong(UUID_AT), page.getLong(UUID_AT + 8))));
  }
}
