package io.cooperage.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.itests.node.CtResult;
import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A busybox CT with loads in it. Every load ends by itself after a while, so that nothing runs on
 * if the benchmark is killed, and every CT is capped in memory and processes.
 */
final class Guest implements AutoCloseable {
  private static final int WATCHDOG_SECONDS = 90;

  private final TestNode node;
  private final String ctid;
  private final JsonNode shown;
  private final String deviceNumber;

  private Guest(TestNode node, String ctid) {
    this.node = node;
    this.ctid = ctid;
    this.shown = find(node, ctid);
    this.deviceNumber = deviceNumber(initPid());
  }

  /** Creates and starts a CT; settings as {@code ct create} takes them. */
  static Guest start(TestNode node, String ctid, List<String> settings) {
    List<String> words = new ArrayList<>(List.of("create", ctid, "--template", "busybox"));
    words.addAll(settings);
    node.ct(words.toArray(String[]::new)).orFail();
    try {
      node.ct("start", ctid).orFail();
      return new Guest(node, ctid);
    } catch (RuntimeException | Error e) {
      node.ct("destroy", ctid);
      throw e;
    }
  }

  private static JsonNode find(TestNode node, String ctid) {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      if (ct.get("ctid").asText().equals(ctid)) {
        return ct;
      }
    }
    throw new IllegalStateException("no container " + ctid);
  }

  String ctid() {
    return ctid;
  }

  void set(String... settings) {
    List<String> words = new ArrayList<>(List.of("set", ctid));
    words.addAll(List.of(settings));
    node.ct(words.toArray(String[]::new)).orFail();
  }

  /** Back to no limit. */
  void unset(String... parameters) {
    set(Stream.of(parameters).flatMap(p -> Stream.of("--unset", p)).toArray(String[]::new));
  }

  CtResult run(String script) {
    return node.ct("exec", ctid, "--", "sh", "-c", script);
  }

  /** Starts a load that goes on until {@link #quiet}. */
  void load(String script) {
    load(script, WATCHDOG_SECONDS);
  }

  /** Starts a load that goes on until {@link #quiet}, or for so many seconds. */
  void load(String script, int seconds) {
    String quoted = script.replace("'", "'\\''");
    run("timeout -s KILL " + seconds + " sh -c '" + quoted + "' </dev/null >/dev/null 2>&1 &")
        .orFail();
  }

  /** Kills everything in the CT but its init. */
  void quiet() {
    run("kill -9 -1");
  }

  /** A file of the CT, through its own mount, as the host reaches it. */
  Path file(String absolute) {
    return Path.of("/proc/" + initPid() + "/root" + absolute);
  }

  /** The image that its disk is in. */
  Path image() {
    return image(node, ctid);
  }

  /** The image of a CT, running or not, that has never gone back to a snapshot. */
  static Path image(TestNode node, String ctid) {
    String id = find(node, ctid).get("id").asText();
    return node.state().resolve("pool/ct/" + id + "/root.hdd/root.hds");
  }

  long initPid() {
    return shown.get("initPid").asLong();
  }

  /** Nanoseconds of CPU time that the kernel has counted for the CT's group. */
  long cpuNanos() {
    Groups groups = groups();
    return groups
        .version1("cpuacct", "cpuacct.usage")
        .map(Long::valueOf)
        .orElseGet(() -> 1000 * groups.version2Count("cpu.stat", "usage_usec"));
  }

  /** Bytes of the CT's group in RAM. */
  long memory() {
    return groups()
        .version1("memory", "memory.usage_in_bytes")
        .or(() -> groups().version2("memory.current"))
        .map(Long::valueOf)
        .orElseThrow();
  }

  /** Processes that the kernel has killed for want of memory. */
  long killed() {
    return groups()
        .version1("memory", "memory.oom_control")
        .map(text -> Groups.count(text, "oom_kill"))
        .orElseGet(() -> groups().version2Count("memory.events", "oom_kill"));
  }

  /** Processes and threads in the CT's group. */
  long tasks() {
    return groups()
        .version1("pids", "pids.current")
        .or(() -> groups().version2("pids.current"))
        .map(Long::valueOf)
        .orElseThrow();
  }

  private Groups groups() {
    return Groups.of(initPid());
  }

  /** What the CT's own disk has served, counted by the device itself, whoever asked. */
  DiskCounts disk() {
    try {
      return DiskCounts.read(Path.of("/sys/dev/block", deviceNumber, "stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What of that the kernel has charged to the CT's group, as its limits are. */
  DiskCounts charged() {
    Groups groups = groups();
    return groups
        .version1("blkio", "blkio.throttle.io_serviced_recursive")
        .map(serviced -> DiskCounts.ofGroupV1(serviced, serviceBytes(groups), deviceNumber))
        .orElseGet(
            () -> DiskCounts.ofGroupV2(groups.version2("io.stat").orElseThrow(), deviceNumber));
  }

  private static String serviceBytes(Groups groups) {
    return groups.version1("blkio", "blkio.throttle.io_service_bytes_recursive").orElseThrow();
  }

  private static String deviceNumber(long initPid) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/" + initPid + "/mountinfo"))) {
      return mounts
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields[4].equals("/"))
          .map(fields -> fields[2])
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that the CT's interface has received. */
  long received() {
    try (Stream<String> devices = Files.lines(Path.of("/proc/" + initPid() + "/net/dev"))) {
      return devices
          .filter(line -> line.contains(":") && !line.strip().startsWith("lo:"))
          .mapToLong(line -> Long.parseLong(line.split(":", 2)[1].strip().split(" +", 2)[0]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the kernel is said to enforce. */
  String effective(String parameter) {
    for (JsonNode value : node.ct("show", ctid, "--json").json().get("values")) {
      if (value.get("parameter").asText().equals(parameter)) {
        return value.get("effective").asText();
      }
    }
    return "";
  }

  @Override
  public void close() {
    node.ct("stop", ctid, "--fast");
    node.ct("destroy", ctid).orFail();
  }
}
