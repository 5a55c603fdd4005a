package io.cooperage.storage.ploop.attach;

import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.io.IOException;
import java.nio.file.Path;

/** A daemon in a process of its own, which serves one image by nbd until it is killed. */
final class DyingServer {
  private DyingServer() {}

  /** Starts one; it prints the name of its device. */
  static Process start(Path pool, Path image, DiskFormat format) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djna.tmpdir=" + System.getProperty("jna.tmpdir", "/tmp"),
            "-cp",
            System.getProperty("java.class.path"),
            DyingServer.class.getName(),
            pool.toString(),
            image.toString(),
            format.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Arguments: the pool, the image, its format. */
  public static void main(String[] arguments) throws IOException {
    Path image = Path.of(arguments[1]);
    DiskFormat format = DiskFormat.valueOf(arguments[2]);
    try (BackEnd backEnd = new NbdBackEnd(Path.of(arguments[0]));
        VirtualDisk disk = SourceDisks.open(image, format);
        AttachedDevice device = backEnd.attach(DiskImage.of(image, format, disk))) {
      System.out.println(device.path());
      System.in.read();
    }
  }
}
