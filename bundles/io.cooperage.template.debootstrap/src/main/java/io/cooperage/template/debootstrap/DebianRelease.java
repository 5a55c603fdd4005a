package io.cooperage.template.debootstrap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Releases on offer. */
enum DebianRelease {
  DEBIAN_13("debian-13", "trixie", "Debian 13 (trixie), systemd, ssh"),
  DEBIAN_12("debian-12", "bookworm", "Debian 12 (bookworm), systemd, ssh");

  /** What a server needs over debootstrap's minbase; nothing that is for hardware. */
  private static final List<String> PACKAGES =
      List.of(
          "ca-certificates",
          "dbus",
          "iproute2",
          "iputils-ping",
          "less",
          "libpam-systemd",
          "login",
          "nano",
          "netbase",
          "openssh-server",
          "procps",
          "systemd",
          "systemd-sysv",
          "tzdata");

  private final String template;
  private final String codename;
  private final String description;

  DebianRelease(String template, String codename, String description) {
    this.template = template;
    this.codename = codename;
    this.description = description;
  }

  static Optional<DebianRelease> ofTemplate(String name) {
    return Arrays.stream(values()).filter(release -> release.template.equals(name)).findFirst();
  }

  /** As {@code debian-13}. */
  String template() {
    return template;
  }

  /** The suite, as {@code trixie}. */
  String codename() {
    return codename;
  }

  String description() {
    return description;
  }

  List<String> packages() {
    return PACKAGES;
  }
}
