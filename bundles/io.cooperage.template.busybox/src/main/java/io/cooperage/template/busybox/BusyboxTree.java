package io.cooperage.template.busybox;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Lays the tree of the template into an empty folder: all of it root's, modes apart from the umask.
 */
final class BusyboxTree {
  private static final String FOLDER = "rwxr-xr-x";
  private static final String FILE = "rw-r--r--";
  private static final String PROGRAM = "rwxr-xr-x";
  private static final String SECRET = "rw-r-----";
  private static final String PRIVATE_FOLDER = "rwx------";
  private static final int SHARED_FOLDER = 01777;

  private static final List<String> FOLDERS =
      List.of(
          "bin",
          "sbin",
          "etc",
          "dev",
          "proc",
          "sys",
          "run",
          "home",
          "mnt",
          "opt",
          "srv",
          "usr/bin",
          "usr/sbin",
          "usr/local/bin",
          "usr/local/sbin",
          "var/lib",
          "var/log",
          "var/cache",
          "var/spool/cron/crontabs",
          "var/www");
  private static final List<String> PUBLIC_FILES =
      List.of("inittab", "passwd", "group", "profile", "hosts", "hostname", "shells");

  private final Path root;

  private BusyboxTree(Path root) {
    this.root = root;
  }

  static void lay(Path root, Path busybox, List<String> applets) throws IOException {
    new BusyboxTree(root).lay(busybox, applets);
  }

  private void lay(Path busybox, List<String> applets) throws IOException {
    setMode(root, FOLDER);
    for (String folder : FOLDERS) {
      makeFolder(folder, FOLDER);
    }
    makeFolder("root", PRIVATE_FOLDER);
    makeSharedFolder("tmp");
    makeSharedFolder("var/tmp");
    Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
    Files.createSymbolicLink(root.resolve("etc/mtab"), Path.of("../proc/self/mounts"));
    for (String name : PUBLIC_FILES) {
      write("etc/" + name, resource(name), FILE);
    }
    write("etc/shadow", resource("shadow"), SECRET);
    write("etc/resolv.conf", new byte[0], FILE);
    write("etc/os-release", osRelease(), FILE);
    Path program = root.resolve("bin/busybox");
    Files.copy(busybox.toRealPath(), program);
    setMode(program, PROGRAM);
    for (String applet : applets) {
      link(applet);
    }
  }

  /** The link stays inside the tree wherever the tree is mounted. */
  private void link(String applet) throws IOException {
    Path link = root.resolve(applet).normalize();
    if (!link.startsWith(root) || link.equals(root)) {
      throw new IOException("applet '" + applet + "' leads out of the tree");
    }
    Path folder = link.getParent();
    Files.createDirectories(folder);
    if (!link.equals(root.resolve("bin/busybox"))) {
      Files.createSymbolicLink(link, folder.relativize(root.resolve("bin/busybox")));
    }
  }

  private void makeFolder(String name, String mode) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    for (Path at = folder; !at.equals(root); at = at.getParent()) {
      setMode(at, mode);
    }
  }

  private void makeSharedFolder(String name) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.setAttribute(folder, "unix:mode", SHARED_FOLDER);
  }

  private void write(String name, byte[] content, String mode) throws IOException {
    Path file = Files.write(root.resolve(name), content);
    setMode(file, mode);
  }

  private static void setMode(Path path, String mode) throws IOException {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    Files.setPosixFilePermissions(path, permissions);
  }

  private static byte[] osRelease() {
    String text =
        """
        ID=busybox
        NAME=Busybox
        PRETTY_NAME="Busybox of Cooperage"
        """;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = BusyboxTree.class.getResourceAsStream("etc/" + name)) {
      if (stream == null) {
        throw new FileNotFoundException("the bundle lacks etc/" + name);
      }
      return stream.readAllBytes();
    }
  }
}
