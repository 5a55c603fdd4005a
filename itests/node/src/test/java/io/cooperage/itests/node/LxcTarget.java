package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A privileged container of LXC, as its own tools make them: with the configuration that all its
 * templates include, but without a bridge; AppArmor only where the kernel has it.
 */
record LxcTarget(Path folder, Path program, Set<Path> before) implements HostileTarget {
  private static final String COMMON = "/usr/share/lxc/config/common.conf";
  private static final Path APPARMOR = Path.of("/sys/module/apparmor");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ID = "cooperage-hostile";
  private static final String INSIDE = "/hostile";
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  LxcTarget(Path folder, Path program) {
    this(folder, program, pivots());
  }

  /** The groups that its monitors leave behind, one in each hierarchy. */
  private static Set<Path> pivots() {
    try (Stream<Path> hierarchies = Files.list(GROUPS)) {
      return Stream.concat(Stream.of(GROUPS), hierarchies)
          .map(hierarchy -> hierarchy.resolve("lxc.pivot"))
          .filter(Files::isDirectory)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin() {
    try {
      Path own = Files.createDirectories(folder.resolve("lxc").resolve(ID));
      Path root = PeerRoot.make(own.resolve("rootfs"), program);
      Files.writeString(
          own.resolve("config"),
          "lxc.include = "
              + COMMON
              + "\nlxc.rootfs.path = dir:"
              + root
              + "\nlxc.uts.name = hostile\nlxc.net.0.type = empty\n"
              + "lxc.init.cmd = /bin/sleep 100000\nlxc.apparmor.profile = "
              + (Files.exists(APPARMOR) ? "generated" : "unconfined")
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure LXC", e);
    }
    PeerCommand.begin(lxc("lxc-start", "-d"));
  }

  private List<String> lxc(String program, String... words) {
    List<String> command =
        new ArrayList<>(List.of(program, "-P", folder.resolve("lxc").toString(), "-n", ID));
    command.addAll(List.of(words));
    return command;
  }

  @Override
  public CtResult run(Map<String, String> told, List<String> arguments) {
    return PeerCommand.run(inside(told, arguments)).orFail();
  }

  @Override
  public Process start(Map<String, String> told, List<String> arguments) {
    try {
      return PeerCommand.builder(inside(told, arguments)).start();
    } catch (IOException e) {
      throw new UncheckedIOException("LXC", e);
    }
  }

  private List<String> inside(Map<String, String> told, List<String> arguments) {
    List<String> command = lxc("lxc-attach");
    told.forEach((name, value) -> command.addAll(List.of("--set-var", name + "=" + value)));
    command.addAll(List.of("--", INSIDE));
    command.addAll(arguments);
    return command;
  }

  @Override
  public long init() {
    return Long.parseLong(PeerCommand.run(lxc("lxc-info", "-p", "-H")).orFail().output().strip());
  }

  @Override
  public void end() {
    PeerCommand.run(lxc("lxc-stop", "-k")).orFail();
    Await.until(
        "LXC has left its groups",
        PATIENCE,
        () -> pivots().stream().filter(group -> !before.contains(group)).allMatch(this::removed));
  }

  // Its monitor leaves them a little later than its container ends.
  private boolean removed(Path group) {
    try {
      return Files.deleteIfExists(group);
    } catch (IOException e) {
      return false;
    }
  }
}
