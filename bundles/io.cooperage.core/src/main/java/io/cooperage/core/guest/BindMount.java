package io.cooperage.core.guest;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.kernel.HostMount;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A folder of the host inside a CT.
 *
 * @param source normalized absolute path on the host
 * @param target normalized absolute path inside the CT
 * @param options out of ro, nosuid, noexec, nodev
 */
public record BindMount(String source, String target, Set<String> options) {
  private static final Pattern TEXT =
      Pattern.compile("(?<s>/[^:,\\p{Cntrl}]*):(?<t>/[^:,\\p{Cntrl}]+)(?<o>(,[a-z]+)*)");
  private static final Set<String> OPTIONS = Set.of("ro", "rw", "nosuid", "noexec", "nodev");
  private static final String READ_ONLY = "ro";

  /** What is below them may be covered; in /etc the node would write into the host's folder. */
  private static final Set<String> WHOLE = Set.of("/", "/run", "/etc");

  private static final List<String> KERNELS = List.of("/proc", "/sys", "/dev");

  /** Sorts the options. */
  public BindMount {
    options = Collections.unmodifiableSet(new TreeSet<>(options));
  }

  static ValueType<BindMount> type() {
    return ValueTypes.text(
        "SOURCE:TARGET[,ro][,nosuid][,noexec][,nodev]",
        BindMount::parse,
        BindMount::format,
        JsonForm.string(),
        List.of());
  }

  private static BindMount parse(String text) {
    var m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "must be two absolute paths with a colon between, then options, each after a comma");
    }
    Set<String> options = new TreeSet<>();
    Arrays.stream(m.group("o").split(",", -1)).filter(o -> !o.isEmpty()).forEach(options::add);
    if (!OPTIONS.containsAll(options)) {
      throw new IllegalArgumentException("may have the options ro, nosuid, noexec, nodev");
    }
    options.remove("rw");
    String target = normal(m.group("t"));
    refuse(target);
    return new BindMount(normal(m.group("s")), target, options);
  }

  private static void refuse(String target) {
    if (WHOLE.contains(target)) {
      throw new IllegalArgumentException(
          "must not cover " + target + ", where the node writes; name a folder below it");
    }
    for (String folder : KERNELS) {
      if (target.equals(folder) || target.startsWith(folder + "/")) {
        throw new IllegalArgumentException(
            "must not cover " + folder + " or what is in it: the node mounts its own there");
      }
    }
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  private String format() {
    String tail = options.isEmpty() ? "" : "," + String.join(",", options);
    return source + ":" + target + tail;
  }

  /** The mount that the CT is launched with. */
  public HostMount mount(boolean privileged) {
    Set<String> flags = new TreeSet<>(options);
    flags.remove(READ_ONLY);
    return new HostMount(
        "bind" + target, source, target, options.contains(READ_ONLY), !privileged, flags);
  }
}
