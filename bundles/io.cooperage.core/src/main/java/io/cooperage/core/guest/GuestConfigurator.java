package io.cooperage.core.guest;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.isolation.GuestFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes what the CT's own programs read of our settings. Files that are right are left alone. */
public final class GuestConfigurator {
  private static final int LIMIT = 1 << 20;
  private static final int READABLE = 0644;
  private static final int OWNER_ONLY = 0600;
  private static final int FOLDER = 0755;
  private static final int PRIVATE_FOLDER = 0700;
  private static final String KEYS = "/root/.ssh/authorized_keys";

  private final HostResolver host;

  /** Inherits from this host. */
  public GuestConfigurator() {
    this(HostResolver.ofHost());
  }

  GuestConfigurator(HostResolver host) {
    this.host = host;
  }

  /** Makes all of it good. */
  public void configure(GuestFiles files, String hostname, ParameterValues values) {
    files.makeFolder("/etc", FOLDER);
    write(files, "/etc/hostname", hostname + "\n", READABLE);
    hosts(files, hostname);
    resolver(files, values);
    keys(files, values.list(GuestParameters.SSH_KEY));
  }

  private void hosts(GuestFiles files, String hostname) {
    int dot = hostname.indexOf('.');
    String names = dot < 0 ? hostname : hostname + " " + hostname.substring(0, dot);
    // What our own block says must not count as the owner's.
    String text = ManagedBlock.replace(ByteText.read(files, "/etc/hosts", LIMIT), List.of());
    List<String> lines = new ArrayList<>();
    if (!text.contains("localhost")) {
      lines.add("127.0.0.1 localhost");
      lines.add("::1 localhost ip6-localhost ip6-loopback");
    }
    lines.add("127.0.1.1 " + names);
    write(files, "/etc/hosts", ManagedBlock.replace(text, lines), READABLE);
  }

  private void resolver(GuestFiles files, ParameterValues values) {
    List<String> servers = inherited(values.list(GuestParameters.NAMESERVER), host.nameservers());
    List<String> domains =
        inherited(values.list(GuestParameters.SEARCHDOMAIN), host.searchDomains());
    if (servers.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    if (!domains.isEmpty()) {
      text.append("search ").append(String.join(" ", domains)).append('\n');
    }
    servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
    write(files, "/etc/resolv.conf", text.toString(), READABLE);
  }

  private static List<String> inherited(List<String> asked, List<String> ofHost) {
    return asked.isEmpty() || asked.contains(GuestTypes.INHERIT) ? ofHost : asked;
  }

  private void keys(GuestFiles files, List<String> keys) {
    if (keys.isEmpty() && !files.exists(KEYS)) {
      return;
    }
    files.makeFolder("/root/.ssh", PRIVATE_FOLDER);
    List<String> lines = keys.stream().map(ByteText::of).toList();
    String text = ManagedBlock.replace(ByteText.read(files, KEYS, LIMIT), lines);
    write(files, KEYS, text, OWNER_ONLY);
  }

  /** Sets passwords, each USER:PASSWORD. */
  public void passwords(GuestFiles files, List<String> userPasswords) {
    ShadowFile shadow = new ShadowFile(files);
    userPasswords.forEach(shadow::set);
  }

  private static void write(GuestFiles files, String path, String text, int mode) {
    byte[] wanted = ByteText.bytes(text);
    boolean right = files.read(path, LIMIT).map(b -> Arrays.equals(b, wanted)).orElse(false);
    if (!right) {
      files.replace(path, wanted, mode);
    }
  }
}
