package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A running CT that is dumped and restored by criu. The node sees its CT end; its disk is then
 * mounted again by {@code ct mount}, which is the storage provider's own way and keeps others off
 * the disk, and everything else is made by the test as the launcher and the network provider make
 * it. Closing it kills what was restored and takes everything away.
 */
final class Checkpoint implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> NODES =
      List.of("null", "zero", "full", "random", "urandom", "tty");
  private static final int TTY_GROUP = 5;
  private static final List<String> COMMON =
      List.of(
          "-v4",
          "--tcp-established",
          "--manage-cgroups=soft",
          "--ext-unix-sk",
          "--link-remap",
          "--file-locks",
          "--ghost-limit",
          "100M");

  private final TestNode node;
  private final PrivateCriu criu;
  private final CheckpointProgram program;
  private final String ctid;
  private final String id;
  private final String address;
  private final long init;
  private final long base;
  private final String console;
  private final Path images;
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final VethTwin veth;
  private CgroupTwin groups;
  private ViewTwin views;

  Checkpoint(TestNode node, PrivateCriu criu, CheckpointProgram program, String ctid)
      throws IOException {
    JsonNode found = ContainerIT.find(node, ctid);
    this.node = node;
    this.criu = criu;
    this.program = program;
    this.ctid = ctid;
    this.id = found.get("id").asText();
    this.address = found.get("addresses").get(0).asText().replaceAll("/.*", "");
    this.init = found.get("initPid").asLong();
    this.base = (int) Files.getAttribute(Path.of("/proc/" + init), "unix:uid");
    this.console = terminal(Path.of("/proc/" + init + "/root/dev/console"));
    this.veth = new VethTwin(node.name() + "tmp", address);
    this.images = Files.createTempDirectory("cooperage-checkpoint-");
    undo.push(() -> remove(images));
    // criu reads some images when it is in the user namespace already.
    Files.setAttribute(images, "unix:uid", (int) base);
  }

  long base() {
    return base;
  }

  long initBefore() {
    return init;
  }

  String address() {
    return address;
  }

  /** criu's name of a terminal. */
  private static String terminal(Path file) throws IOException {
    long device = ((Number) Files.getAttribute(file, "unix:rdev")).longValue();
    long fileSystem = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    return "tty[%x:%x]".formatted(device, fileSystem);
  }

  /** Dumps and kills the CT. */
  Duration dump() throws IOException {
    undo.push(veth.withoutPacketsToTheWorld());
    groups = new CgroupTwin(init, group(node.name()), group(node.name() + "-restored"));
    undo.push(groups::close);
    List<String> arguments = new ArrayList<>(COMMON);
    arguments.addAll(List.of("--network-lock", "nftables", "--external", console));
    arguments.add("--force-irmap");
    for (String path : InotifyPaths.on(init)) {
      arguments.addAll(List.of("--irmap-scan-path", path));
    }
    NODES.forEach(n -> arguments.addAll(List.of("--external", "mnt[/dev/" + n + "]:d" + n)));
    arguments.addAll(List.of("--external", "mnt[/dev/console]:dconsole"));
    views = ViewTwin.of(init, images);
    arguments.addAll(views.whenDumped());
    arguments.addAll(0, List.of("dump", "-t", Long.toString(init)));
    return criu("dump", List.of(), arguments);
  }

  private String group(String parent) {
    return "/cooperage/" + parent + "/" + id;
  }

  /** Restores it onto its disk; the new init's terminal is in the answer. */
  Restored restore() throws IOException {
    Path root = mountRoot();
    CheckpointProgram.Console terminal = program.console(base, base + TTY_GROUP);
    undo.push(terminal::close);
    undo.push(veth.make());
    Path pidFile = images.resolve("pid");
    undo.push(() -> kill(pidFile));
    List<String> arguments = new ArrayList<>(COMMON);
    arguments.addAll(List.of("-d", "--pidfile", pidFile.toString(), "--root", root.toString()));
    arguments.addAll(List.of("--inherit-fd", "fd[9]:" + console));
    arguments.addAll(List.of("--external", "netdev[eth0]:" + veth.guestEnd()));
    NODES.forEach(n -> arguments.addAll(List.of("--external", "mnt[d" + n + "]:/dev/" + n)));
    arguments.addAll(List.of("--external", "mnt[dconsole]:" + terminal.slave()));
    arguments.addAll(views.whenRestored());
    arguments.addAll(groups.arguments());
    arguments.addAll(List.of("--action-script", actionScript().toString()));
    arguments.add(0, "restore");
    List<String> withTerminal =
        List.of("sh", "-c", "exec 9<>\"$0\"; exec \"$@\"", terminal.slave().toString());
    Duration time = criu("restore", withTerminal, arguments);
    return new Restored(Long.parseLong(Files.readString(pidFile).strip()), terminal, time);
  }

  /**
   * A CT that criu made again.
   *
   * @param time how long criu ran
   */
  record Restored(long init, CheckpointProgram.Console terminal, Duration time) {
    CtResult run(String... command) {
      return Programs.run(CheckpointProgram.inside(init, command), Map.of(), new byte[0], PATIENCE);
    }
  }

  Map<String, String> groups() {
    return groups.roots();
  }

  private Path mountRoot() throws IOException {
    undo.push(() -> Await.until("CT " + ctid + " is unmounted", PATIENCE, this::unmounted));
    Await.until(
        () -> "CT " + ctid + " is mounted: " + node.ct("mount", ctid, "--mapped"),
        PATIENCE,
        () ->
            node.ct("status", ctid).output().contains(" mounted down")
                || node.ct("mount", ctid, "--mapped").ok());
    // As the CT had it: a mount for repair has no set-uid programs.
    Path root = Files.createDirectory(images.resolve("root"));
    String repair = node.run().resolve("mnt").resolve(id + ".mapped").toString();
    Programs.output("mount", "--bind", "--make-private", repair, root.toString());
    undo.push(() -> Programs.output("umount", root.toString()));
    Programs.output("mount", "-o", "remount,bind,suid,nodev", root.toString());
    return root;
  }

  private boolean unmounted() {
    return node.ct("umount", ctid).ok()
        || !node.ct("status", ctid).output().contains(" mounted down");
  }

  private Path actionScript() throws IOException {
    Path script = images.resolve("action.sh");
    Files.writeString(
        script,
        "#!/bin/sh\n[ \"$CRTOOLS_SCRIPT_ACTION\" = post-restore ] || exit 0\n"
            + String.join(" && ", veth.connect())
            + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private Duration criu(String what, List<String> before, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(criu.command());
    command.addAll(arguments);
    command.addAll(List.of("-D", images.toString(), "-o", what + ".log"));
    long start = System.nanoTime();
    CtResult result =
        Programs.run(
            command, Map.of("COOPERAGE_OWNER", Long.toString(base)), new byte[0], PATIENCE);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (!result.ok()) {
      throw new AssertionError(result + errors(images.resolve(what + ".log")));
    }
    return time;
  }

  private static String errors(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "no " + log;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return String.join("\n", lines.filter(line -> line.contains("Error")).toList());
    }
  }

  private static void kill(Path pidFile) {
    if (!Files.exists(pidFile)) {
      return;
    }
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      Await.until("the restored init is dead", PATIENCE, () -> !ProcFs.alive(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<Throwable> failures = new ArrayList<>();
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError error = new AssertionError("the checkpoint left something");
      failures.forEach(error::addSuppressed);
      throw error;
    }
  }
}
