package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks at images with the host's own programs. */
final class CleanImage {
  private static final int CLOSED = 0x312e3276;
  private static final int MARK = 44;
  private static final int DATA = 48;
  private static final int SECTOR = 512;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  // A frozen xfs has a log to replay, which a mount does; the copy, its device and its mount end
  // with the shell.
  private static final String CHECK_XFS =
      "copy=$2; trap 'rm -f \"$copy\"' EXIT; cp --reflink=always \"$1\" \"$copy\";"
          + " dev=$(losetup --find --show --sector-size 4096 --offset \"$3\" \"$copy\");"
          + " exec 3<\"$dev\"; losetup -d \"$dev\";"
          + " mount -t xfs -o nouuid \"$dev\" /mnt; umount /mnt; xfs_repair -n \"$dev\"";

  private CleanImage() {}

  /**
   * The image is marked as closed, and its file system needs no repair.
   *
   * @param spare a file that does not exist, in the image's file system
   */
  static void check(Path image, String fstype, Path spare) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel in = Files.newByteChannel(image)) {
      in.read(header);
    }
    assertThat(header.getInt(MARK)).as("mark of %s", image).isEqualTo(CLOSED);
    String offset = Long.toString((long) SECTOR * header.getInt(DATA));
    if (fstype.equals("xfs")) {
      run("unshare", "--mount", "sh", "-ec", CHECK_XFS, "sh", image + "", spare + "", offset);
    } else {
      CtResult seen = run("e2fsck", "-f", "-n", image + "?offset=" + offset);
      assertThat(seen.output() + seen.error()).doesNotContain("recovering journal");
    }
  }

  private static CtResult run(String... words) {
    return Programs.run(List.of(words), Map.of(), new byte[0], LIMIT).orFail();
  }
}
