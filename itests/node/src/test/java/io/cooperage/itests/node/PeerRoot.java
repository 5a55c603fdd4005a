package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The root of a container of another runtime: busybox and the hostile program. */
final class PeerRoot {
  private PeerRoot() {}

  /** Makes it at a folder that is not there. */
  static Path make(Path root, Path program) {
    try {
      for (String name : List.of("bin", "proc", "sys", "dev", "run", "tmp", "etc", "root")) {
        Files.createDirectories(root.resolve(name));
      }
      Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
      Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
      Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
      for (String applet : List.of("sh", "sleep")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
      Files.copy(program, root.resolve("hostile"));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a root in " + root, e);
    }
  }
}
