package io.cooperage.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filter of system calls that crun is given by podman: rules of the package containers-common,
 * of which those hold that fit the capabilities of podman's containers.
 */
final class PodmanFilter {
  static final Path RULES = Path.of("/usr/share/containers/seccomp.json");

  private static final Set<String> CAPABILITIES =
      Set.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");
  private static final List<String> ARCHITECTURES =
      List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
  private static final ObjectMapper JSON = new ObjectMapper();

  private PodmanFilter() {}

  /** As OCI's runtime specification has it; empty if the rules are not installed. */
  static Optional<String> ofHost() {
    try {
      return Files.exists(RULES)
          ? Optional.of(of(JSON.readTree(RULES.toFile())))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(RULES.toString(), e);
    }
  }

  static String of(JsonNode rules) {
    ObjectNode filter = JSON.createObjectNode();
    filter.set("defaultAction", rules.get("defaultAction"));
    filter.set("defaultErrnoRet", rules.get("defaultErrnoRet"));
    ArrayNode architectures = filter.putArray("architectures");
    ARCHITECTURES.forEach(architectures::add);
    ArrayNode calls = filter.putArray("syscalls");
    for (JsonNode rule : rules.get("syscalls")) {
      if (holds(rule)) {
        calls.add(((ObjectNode) rule.deepCopy()).retain("names", "action", "errnoRet", "args"));
      }
    }
    return filter.toString();
  }

  private static boolean holds(JsonNode rule) {
    JsonNode includes = rule.path("includes");
    boolean had = true;
    for (JsonNode capability : includes.path("caps")) {
      had &= CAPABILITIES.contains(capability.asText());
    }
    for (JsonNode capability : rule.path("excludes").path("caps")) {
      had &= !CAPABILITIES.contains(capability.asText());
    }
    boolean here = !includes.has("arches");
    for (JsonNode architecture : includes.path("arches")) {
      here |= architecture.asText().equals("amd64");
    }
    return had && here;
  }
}
