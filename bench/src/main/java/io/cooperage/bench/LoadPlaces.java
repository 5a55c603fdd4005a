package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the load into containers and groups of the host. What is put last is taken away first.
 * Single-threaded.
 */
final class LoadPlaces implements AutoCloseable {
  private static final String INSIDE = "/load";
  private static final Map<String, String> CAPPED =
      Map.of("--physpages", "256M", "--swappages", "256M", "--numproc", "300");

  private final TestNode node;
  private final Path program;
  private final Map<String, LoadProcess> all = new LinkedHashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Places for a compiled load. */
  LoadPlaces(TestNode node, Path program) {
    this.node = node;
    this.program = program;
  }

  /** In the order in which they were put. */
  List<LoadProcess> all() {
    return List.copyOf(all.values());
  }

  /** A CT with the load in it, capped for this host's sake. */
  Guest guest(String ctid, String... settings) {
    List<String> words = new ArrayList<>(List.of(settings));
    CAPPED.forEach((name, value) -> words.addAll(List.of(name, value)));
    Guest guest = Guest.start(node, ctid, words);
    open.add(guest);
    node.ct("cp", program.toString(), ctid + ":" + INSIDE).orFail();
    guest.run("chmod 755 " + INSIDE).orFail();
    return guest;
  }

  /** A load that came in as every program does. */
  LoadProcess inside(String place, Guest guest) {
    return put(place, node.startCt("exec2", guest.ctid(), "--", INSIDE));
  }

  /**
   * A load in the CT's namespaces and groups that came in past the daemon, and so without the
   * policy's filter.
   */
  LoadProcess unfiltered(String place, Guest guest) {
    String init = Long.toString(guest.initPid());
    String[] enter = {"nsenter", "-t", init, "-a", "-S", "0", "-G", "0", "--", INSIDE};
    return put(place, held(Groups.of(guest.initPid()).folders(), enter));
  }

  /** A load of the host, in groups as deep as the CT's. */
  LoadProcess onHost(String place, Guest like) {
    HostGroup group = HostGroup.like(like.initPid());
    open.add(group);
    return put(place, held(group.folders(), program.toString()));
  }

  /** A load in a peer's container. */
  LoadProcess in(String place, Contender peer, java.util.function.Function<String, Process> exec) {
    String id = "load" + all.size();
    peer.createAndStart(id);
    open.add(() -> peer.stopAndDestroy(id));
    return put(place, exec.apply(id));
  }

  String inside() {
    return INSIDE;
  }

  private LoadProcess put(String place, Process process) {
    LoadProcess load = new LoadProcess(place, process);
    open.add(load);
    all.put(place, load);
    return load;
  }

  /** A program that begins when it is in these groups. */
  private static Process held(List<Path> groups, String... command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "read go; exec \"$@\"", "sh"));
    words.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      HostGroup.move(process.pid(), groups);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + words, e);
    }
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception e) {
        System.err.println("not taken away: " + e);
      }
    }
  }
}
