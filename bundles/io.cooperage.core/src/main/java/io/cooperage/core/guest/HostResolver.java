package io.cooperage.core.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The host's resolv.conf(5). A stub on the host's loopback is of no use to a CT, so then the list
 * that systemd-resolved keeps beside it is taken.
 */
final class HostResolver {
  private final List<Path> files;

  HostResolver(Path... files) {
    this.files = List.of(files);
  }

  static HostResolver ofHost() {
    return new HostResolver(
        Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));
  }

  List<String> nameservers() {
    return files.stream()
        .map(f -> words(f, "nameserver").filter(a -> IpLiteral.matches(a) && !loopback(a)).toList())
        .filter(l -> !l.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static boolean loopback(String address) {
    return IpLiteral.isLoopback(address);
  }

  List<String> searchDomains() {
    return files.stream()
        .map(f -> words(f, "search").filter(d -> d.matches("[A-Za-z0-9.-]+")).toList())
        .filter(l -> !l.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Stream<String> words(Path file, String keyword) {
    try {
      return Files.readAllLines(file).stream()
          .map(l -> l.strip().split("\\s+", -1))
          .filter(w -> w[0].equals(keyword))
          .flatMap(w -> Arrays.stream(w).skip(1));
    } catch (IOException e) {
      // A host without resolv.conf has nothing to inherit.
      return Stream.empty();
    }
  }
}
