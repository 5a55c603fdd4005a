package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./cooperage bench [PART...] [--full]}: starts a node of its own and measures it, its life
 * cycles beside the peers, its disks beside loop files.
 */
public final class Bench {
  private static final List<String> APPLETS = List.of("sh", "sleep", "true");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Request request = request(arguments);
    if (request.help()) {
      System.out.print(Request.usage());
      return;
    }
    System.out.println("load average before: " + load());
    try (RunFolder run = RunFolder.inMemory();
        TestNode node = run.start("bench", 8);
        Watchdog watchdog = Watchdog.over(node, Duration.ofMinutes(request.full() ? 150 : 40))) {
      node.ct("template", "build", "busybox").orFail();
      watchdog.begin();
      measure(node, watchdog, request);
    }
    System.out.println("load average after: " + load());
  }

  private static Request request(String... words) {
    try {
      return Request.of(List.of(words));
    } catch (IllegalArgumentException e) {
      System.err.print("bench: " + e.getMessage() + "\n\n" + Request.usage());
      System.exit(2);
      throw e;
    }
  }

  private static void measure(TestNode node, Watchdog watchdog, Request request) throws Exception {
    boolean full = request.full();
    for (Part part : request.parts()) {
      switch (part) {
        case LIFECYCLE -> lifecycle(node, watchdog, full ? 50 : 11);
        case FLEET -> System.out.println(new Fleet(node, full ? 500 : 100).run());
        case LIMITS -> new LimitBench(node, full).run();
        case DISK -> new DiskBench(node, watchdog, full).run();
        case SNAPSHOT -> {
          System.out.println("\n## Snapshots and clones\n");
          System.out.println(new SnapshotCost(node, watchdog, full ? 50 : 11).run());
        }
        case OVERHEAD -> new OverheadBench(node, watchdog, full).run();
        case VIEW -> {
          System.out.println("\n## The CTs' own /proc\n");
          System.out.println(new ViewCost(node, full ? 300 : 50).run());
        }
      }
    }
  }

  private static void lifecycle(TestNode node, Watchdog watchdog, int rounds) throws IOException {
    Path folder = Files.createTempDirectory("cooperage-bench-peers-");
    try (PeerShell shell = new PeerShell();
        OwnNode overlay = new OwnNode(node, "ploop-overlay", 1001);
        OwnNode image = new OwnNode(node, "ploop", 2001);
        OwnNode bare = new OwnNode(node, "ploop-overlay", 3001, Map.of("procview", "no"));
        FloorPeer floor = new FloorPeer(shell, folder, node.state().resolve("pool"))) {
      watchdog.first(shell::close);
      Path root = peerRoot(folder.resolve("root"));
      List<Contender> all = new ArrayList<>(List.of(overlay, image, bare));
      for (Contender peer :
          List.of(
              floor,
              new OciPeer("crun", shell, folder, root),
              new OciPeer("runc", shell, folder, root),
              new LxcPeer(shell, folder, root))) {
        peer.missing()
            .ifPresentOrElse(
                why -> System.out.println(peer.name() + ": " + why), () -> all.add(peer));
      }
      System.out.println(new Lifecycle(all, shell, rounds).run());
      System.out.println(floor.steps());
    } finally {
      FolderTree.remove(folder);
    }
  }

  /** A folder with a busybox tree. */
  static Path peerRoot(Path root) throws IOException {
    for (String name : List.of("bin", "proc", "sys", "dev", "run", "tmp", "etc")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    return root;
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 4)[0];
  }
}
