package io.cooperage.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An xfs in a file with a blank ploop disk in it, and a busybox tree in an erofs. The shell has a
 * mount namespace of its own: what touches the pool is run in ours.
 */
final class FloorPool implements AutoCloseable {
  private static final int FIRST_BLOCK = 1 << 20;
  private static final int FIRST_BLOCK_AT = 48;
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path LINKS = Path.of("/sys/class/net");
  private static final Path BLOCK = Path.of("/sys/block");
  private static final int LEVELS = 4;

  private final PeerShell shell;
  private final Path mount;
  private final Path blank;
  private final Path template;
  private long pid;

  FloorPool(PeerShell shell, Path folder) {
    this.shell = shell;
    this.mount = folder.resolve("pool");
    this.blank = mount.resolve("blank");
    this.template = folder.resolve("template.erofs");
    for (String tool : List.of("mkfs.xfs", "mkfs.erofs", "mke2fs", "busybox")) {
      assumeTrue(shell.succeeds("command -v " + tool), tool + " is not installed");
    }
    Path file = folder.resolve("pool.img");
    try {
      Files.createDirectory(mount);
      shell.run("truncate -s 512M " + file + " && mkfs.xfs -q -m reflink=1 " + file);
      makeTemplate(folder.resolve("tree"));
      shell.run(inHost("mount -o loop " + file + " " + mount));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      makeBlank();
    } catch (IOException | RuntimeException e) {
      close();
      throw new IllegalStateException("cannot fill the pool", e);
    }
  }

  private void makeBlank() throws IOException {
    Files.createDirectory(blank);
    Files.writeString(blank.resolve("DiskDescriptor.xml"), "<Parallels_disk_image/>");
    try (RandomAccessFile file = new RandomAccessFile(image().toFile(), "rw")) {
      file.setLength(FIRST_BLOCK + (256L << 20));
      file.seek(FIRST_BLOCK_AT);
      file.write(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(FIRST_BLOCK / 512).array());
    }
    shell.run(
        inHost("mke2fs -q -F -t ext4 -b 4096 -O metadata_csum,metadata_csum_seed -E offset=")
            + FIRST_BLOCK
            + " "
            + image()
            + " 256M");
  }

  private void makeTemplate(Path tree) throws IOException {
    for (String name : List.of("bin", "sbin", "etc", "proc", "sys", "dev", "run")) {
      Files.createDirectories(tree.resolve(name));
    }
    shell.run("cp $(command -v busybox) " + tree.resolve("bin/busybox"));
    Files.createSymbolicLink(tree.resolve("bin/true"), Path.of("busybox"));
    Files.createSymbolicLink(tree.resolve("sbin/init"), Path.of("../bin/busybox"));
    shell.run("mkfs.erofs -x-1 " + template + " " + tree);
  }

  private static String inHost(String command) {
    return "nsenter -t " + ProcessHandle.current().pid() + " -m " + command;
  }

  Path image() {
    return blank.resolve("root.hds");
  }

  FloorProgram start(Path program) {
    FloorProgram started = FloorProgram.start(program, mount, blank, template);
    pid =
        ProcessHandle.current()
            .children()
            .filter(p -> p.info().command().filter(program.toString()::equals).isPresent())
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElseThrow();
    return started;
  }

  /** Groups of the program's that end in a name, in any hierarchy. */
  List<String> groups(String name) {
    try (Stream<Path> tree = Files.walk(GROUPS, LEVELS)) {
      return tree.map(Path::toString)
          .filter(path -> path.contains("/cooperage/floor-" + pid) && path.endsWith(name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the program has left: groups, links, loop devices, files. */
  List<String> leftovers() {
    List<String> found = new ArrayList<>(groups(""));
    String links = "coopf" + Long.toHexString(pid) + ".";
    try (Stream<Path> devices = Files.list(LINKS);
        Stream<Path> loops = Files.list(BLOCK);
        Stream<Path> files = Files.list(mount)) {
      devices
          .map(d -> d.getFileName().toString())
          .filter(d -> d.startsWith(links))
          .forEach(found::add);
      loops.filter(this::serves).forEach(loop -> found.add(loop.toString()));
      files.filter(f -> !f.equals(blank)).forEach(f -> found.add(f.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private boolean serves(Path device) {
    try {
      return Files.readString(device.resolve("loop/backing_file")).contains(mount + "/floor");
    } catch (IOException e) {
      return false; // another kind of device, or a free one
    }
  }

  @Override
  public void close() {
    shell.run(inHost("umount " + mount));
  }
}
