package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a node's containers have in the kernel and on disk, one line a thing. */
final class NodeTraces {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private NodeTraces() {}

  /** Waits until there is no more and no less than before. */
  static void awaitSame(TestNode node, Set<String> before, String what) {
    Await.until(
        () -> {
          Set<String> now = of(node);
          return "after "
              + what
              + " all is as before: more "
              + without(now, before)
              + ", less "
              + without(before, now);
        },
        PATIENCE,
        () -> of(node).equals(before));
  }

  private static Set<String> without(Set<String> all, Set<String> less) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(less);
    return rest;
  }

  /** Looks at the kernel and the node's folders. */
  static Set<String> of(TestNode node) {
    Set<String> traces = new TreeSet<>();
    try {
      homes(node).forEach(name -> traces.add("home " + name));
      cgroups(node).forEach(name -> traces.add("cgroup " + name));
      names(node.run().resolve("ct")).forEach(name -> traces.add("state " + name));
      journals(node).forEach(file -> traces.add("journal " + file));
      loops(node).forEach(file -> traces.add("loop over " + file));
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        String at = line.split(" ", -1)[4];
        if (at.startsWith(node.state().toString()) || at.startsWith(node.run().toString())) {
          traces.add("mount " + at);
        }
      }
      names(Path.of("/sys/class/net")).stream()
          .filter(name -> name.startsWith(node.vethPrefix()))
          .forEach(name -> traces.add("interface " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    traces.add("children of the keeper " + ProcFs.children(node.keeperPid()).size());
    traces.add("descriptors of the keeper " + descriptors(node.keeperPid()));
    return traces;
  }

  /** Folders of containers in the pool. */
  static Set<String> homes(TestNode node) {
    return ids(node.state().resolve("pool/ct"));
  }

  /** Containers that have groups. */
  static Set<String> cgroups(TestNode node) {
    Set<String> found = new TreeSet<>();
    for (String hierarchy : new String[] {"/sys/fs/cgroup/memory", "/sys/fs/cgroup"}) {
      found.addAll(ids(Path.of(hierarchy, "cooperage", node.name())));
    }
    return found;
  }

  private static Set<Path> journals(TestNode node) {
    Set<Path> found = new TreeSet<>();
    Set<Path> folders = new TreeSet<>();
    folders.add(node.run().resolve("job"));
    folders.add(node.state().resolve("job"));
    for (String home : homes(node)) {
      folders.add(node.state().resolve("pool/ct/" + home + "/journal"));
    }
    for (Path folder : folders) {
      names(folder).forEach(name -> found.add(folder.resolve(name)));
    }
    return found;
  }

  private static Set<String> loops(TestNode node) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String name : names(Path.of("/sys/block"))) {
      try {
        String file = Files.readString(Path.of("/sys/block", name, "loop/backing_file")).strip();
        if (file.startsWith(node.state().toString())) {
          found.add(file);
        }
      } catch (NoSuchFileException e) {
        // No loop device, or not any more.
      }
    }
    return found;
  }

  private static int descriptors(long pid) {
    String[] open = Path.of("/proc/" + pid + "/fd").toFile().list();
    return open == null ? 0 : open.length;
  }

  private static Set<String> ids(Path folder) {
    Set<String> names = names(folder);
    names.removeIf(name -> name.length() != 36 || !Files.isDirectory(folder.resolve(name)));
    return names;
  }

  /** Empty for a folder that is not there. */
  private static Set<String> names(Path folder) {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> children = Files.list(folder)) {
      children.map(p -> p.getFileName().toString()).forEach(names::add);
    } catch (NoSuchFileException e) {
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
