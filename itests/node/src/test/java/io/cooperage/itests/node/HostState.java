package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a container must not change on its host, one line a thing. */
final class HostState {
  private static final Path SWITCHES = Path.of("/proc/sys");

  /** Counters, and what each reading makes anew. */
  private static final Pattern RESTLESS =
      Pattern.compile(
          "kernel/(random/.*|ns_last_pid|pty/nr|perf_.*)"
              + "|fs/(dentry-state|inode-nr|inode-state|file-nr|aio-nr|quota/.*)"
              + "|net/netfilter/nf_conntrack_count|.*/(stat_refresh|drop_caches|flush)|vm/stat.*");

  private HostState() {}

  static Set<String> now() {
    Set<String> lines = new TreeSet<>();
    for (String part : new String[] {"kernel", "vm", "fs", "net/core", "net/netfilter"}) {
      switches(SWITCHES.resolve(part), lines);
    }
    file("/proc/self/mountinfo", "mount", lines);
    columns("/proc/swaps", "swap", lines, 0, 1, 2);
    file("/proc/modules", "module", lines);
    columns("/proc/net/route", "route", lines, 0, 1, 2, 7);
    columns("/proc/net/ipv6_route", "route6", lines, 0, 1, 4, 9);
    columns("/proc/net/arp", "neighbour", lines, 0, 3, 5);
    columns("/proc/net/if_inet6", "address6", lines, 0, 5);
    return lines;
  }

  /** What of the host's switches is more or less than before, for a message. */
  static Set<String> difference(Set<String> before, Set<String> now) {
    Set<String> differs = new TreeSet<>();
    before.stream().filter(l -> !now.contains(l)).forEach(l -> differs.add("- " + l));
    now.stream().filter(l -> !before.contains(l)).forEach(l -> differs.add("+ " + l));
    return differs;
  }

  private static void switches(Path folder, Set<String> lines) {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.filter(Files::isReadable).filter(Files::isRegularFile).forEach(f -> one(f, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void one(Path file, Set<String> lines) {
    String name = SWITCHES.relativize(file).toString();
    if (RESTLESS.matcher(name).matches()) {
      return;
    }
    try {
      // Not by readString, which asks for one byte first: a number gives no more than that then.
      lines.add(name + " = " + Files.readAllLines(file));
    } catch (IOException e) {
      lines.add(name + " cannot be read");
    }
  }

  private static void file(String path, String kind, Set<String> lines) {
    try {
      Files.readAllLines(Path.of(path)).forEach(line -> lines.add(kind + " " + line));
    } catch (IOException e) {
      lines.add("no " + path);
    }
  }

  private static void columns(String path, String kind, Set<String> lines, int... columns) {
    try {
      for (String line : Files.readAllLines(Path.of(path))) {
        String[] words = line.strip().split("\\s+", -1);
        StringBuilder text = new StringBuilder(kind);
        for (int column : columns) {
          text.append(' ').append(column < words.length ? words[column] : "");
        }
        lines.add(text.toString());
      }
    } catch (IOException e) {
      lines.add("no " + path);
    }
  }
}
