package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A privileged container of LXC, as its own tools make them: with the configuration that all its
 * templates include, but without a bridge; AppArmor only where the kernel has it.
 */
record LxcTarget(Path folder, Path program) implements HostileTarget {
  private static final String COMMON = "/usr/share/lxc/config/common.conf";
  private static final Path APPARMOR = Path.of("/sys/module/apparmor");
  private static final String ID = "cooperage-hostile";
  private static final String INSIDE = "/hostile";

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
  }
}
