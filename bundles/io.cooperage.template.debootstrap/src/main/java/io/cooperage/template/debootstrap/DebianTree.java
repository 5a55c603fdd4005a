package io.cooperage.template.debootstrap;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Fits a Debian tree for CTs. Each step may be repeated. What is left to the host at each start:
 * hostname, hosts, resolv.conf, passwords and keys.
 */
final class DebianTree {
  private static final String UNITS = "etc/systemd/system/";
  private static final String MASK = "/dev/null";

  private final TreeFiles files;

  DebianTree(Path root) {
    this.files = new TreeFiles(root);
  }

  void fit(List<String> sources, AptOptions options) throws IOException {
    fitUnits();
    fitConfiguration();
    fitApt(sources, options);
    forgetIdentity();
    forgetBuild();
    markUpdated();
  }

  private void fitUnits() throws IOException {
    for (String unit : resource("masked-units").lines().filter(l -> !l.startsWith("#")).toList()) {
      files.link(UNITS + unit, MASK);
    }
    files.link(UNITS + "default.target", "/lib/systemd/system/multi-user.target");
    files.link(
        UNITS + "getty.target.wants/console-getty.service",
        "/lib/systemd/system/console-getty.service");
    files.remove(UNITS + "getty.target.wants/getty@tty1.service");
    // A herd of CTs that starts at once would run these all at once; apt does nothing in them by
    // default.
    for (String timer :
        List.of("apt-daily", "apt-daily-upgrade", "dpkg-db-backup", "e2scrub_all")) {
      files.remove(UNITS + "timers.target.wants/" + timer + ".timer");
    }
    // Debian 13 has such a unit of its own, for a first boot alone; with an empty machine-id there
    // is
    // none.
    files.write(UNITS + "ssh-host-keys.service", resource("ssh-host-keys.service"));
    files.link(UNITS + "ssh.service.requires/ssh-host-keys.service", "../ssh-host-keys.service");
  }

  private void fitConfiguration() throws IOException {
    files.write("etc/systemd/journald.conf.d/10-container.conf", resource("journald.conf"));
    files.write("etc/default/locale", "LANG=C.UTF-8\n");
    files.write("etc/fstab", "# The host mounts the root file system.\n");
    files.write("etc/hostname", "localhost\n");
    files.write("etc/hosts", resource("hosts"));
    files.write("etc/resolv.conf", "");
  }

  private void fitApt(List<String> sources, AptOptions options) throws IOException {
    files.removeTree("etc/apt/sources.list.d/debian.sources");
    files.write("etc/apt/sources.list", String.join("\n", sources) + "\n");
    files.write("etc/apt/apt.conf.d/10-host", options.configuration());
    files.write("etc/apt/apt.conf.d/20-languages", "Acquire::Languages \"none\";\n");
  }

  /** What two CTs must not share. An empty machine-id is filled at boot and is no "first boot". */
  private void forgetIdentity() throws IOException {
    files.write("etc/machine-id", "", "r--r--r--");
    files.link("var/lib/dbus/machine-id", "/etc/machine-id");
    for (String key : files.names("etc/ssh", "ssh_host_*_key{,.pub}")) {
      files.remove("etc/ssh/" + key);
    }
    files.remove("var/lib/systemd/random-seed");
    files.remove("var/lib/systemd/credential.secret");
  }

  private void forgetBuild() throws IOException {
    files.removeTree("debootstrap");
    for (String folder :
        List.of("dev", "run", "tmp", "var/tmp", "var/lib/apt/lists", "var/log/journal")) {
      files.empty(folder);
    }
    files.empty("var/cache/apt/archives");
    files.empty("var/cache/debconf");
    for (String cache : files.names("var/cache/apt", "*.bin")) {
      files.remove("var/cache/apt/" + cache);
    }
    for (String old : files.names("var/lib/dpkg", "*-old")) {
      files.remove("var/lib/dpkg/" + old);
    }
    files.truncateFiles("var/log");
  }

  /**
   * Else four services would rebuild at every CT's first boot what the packages have just built.
   */
  private void markUpdated() throws IOException {
    files.write("etc/.updated", "");
    files.write("var/.updated", "");
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = DebianTree.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException("the bundle lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
