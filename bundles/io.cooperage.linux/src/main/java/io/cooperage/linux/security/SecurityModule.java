package io.cooperage.linux.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The security module of this kernel that confines processes by their labels. A label alone says
 * little: all three modules give one to every process, also to those that nothing is denied to.
 *
 * @param enforcing whether it denies; false if it only logs, or has no rules yet
 * @see <a href="https://docs.kernel.org/admin-guide/LSM/">Linux security module usage</a>
 */
public record SecurityModule(Kind kind, boolean enforcing) {
  private static final String LIST = "sys/kernel/security/lsm";
  private static final String SELINUX_MODE = "sys/fs/selinux/enforce";
  private static final int SELINUX_TYPE = 2;

  /** Types of SELinux's usual policies to which nothing is denied. */
  private static final String FREE_TYPE = "unconfined";

  private static final Set<String> FREE_TYPES = Set.of("spc_t", "kernel_t", "init_t", "initrc_t");

  /** Modes of AppArmor in which it denies. */
  private static final List<String> DENYING = List.of(" (enforce)", " (kill)");

  /** The modules that give labels. */
  public enum Kind {
    APPARMOR("apparmor", "AppArmor", "sys/module/apparmor/parameters/enabled"),
    SELINUX("selinux", "SELinux", SELINUX_MODE),
    SMACK("smack", "Smack", "sys/fs/smackfs/ambient");

    private final String word;
    private final String title;
    private final String sign;

    Kind(String word, String title, String sign) {
      this.word = word;
      this.title = title;
      this.sign = sign;
    }

    /** As the kernel lists it: "apparmor". */
    public String word() {
      return word;
    }

    /** As people write it: "AppArmor". */
    public String title() {
      return title;
    }
  }

  /**
   * The one that is active; empty for none.
   *
   * @param root folder that has the host's {@code sys}, where securityfs need not be mounted
   */
  public static Optional<SecurityModule> active(Path root) {
    List<String> listed = List.of(text(root.resolve(LIST)).orElse("").split(",", -1));
    return Stream.of(Kind.values())
        .filter(kind -> listed.contains(kind.word) || hasSign(kind, root))
        .findFirst()
        .map(kind -> new SecurityModule(kind, enforcing(kind, root)));
  }

  private static boolean hasSign(Kind kind, Path root) {
    return text(root.resolve(kind.sign)).filter(t -> !t.equals("N")).isPresent();
  }

  private static boolean enforcing(Kind kind, Path root) {
    return kind != Kind.SELINUX || text(root.resolve(SELINUX_MODE)).filter("1"::equals).isPresent();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where below a process's folder of procfs its label is, best first. */
  public List<String> labelFiles() {
    return List.of("attr/" + kind.word + "/current", "attr/current");
  }

  /**
   * Why a process is not confined, as text for people; empty if it is.
   *
   * @param label of the process
   * @param nodes label of the node's own processes
   */
  public Optional<String> gap(String label, String nodes) {
    if (label.isEmpty()) {
      return Optional.of("no label");
    }
    if (!enforcing) {
      return Optional.of("it denies nothing: permissive, or without a policy");
    }
    if (label.equals(nodes)) {
      return Optional.of("the node's own label");
    }
    return switch (kind) {
      case APPARMOR ->
          DENYING.stream().anyMatch(label::endsWith)
              ? Optional.empty()
              : Optional.of("a profile that is not enforced");
      case SELINUX -> gapOfType(label.split(":", -1));
      // Smack's own labels have one sign: floor, hat, star, huh, web.
      case SMACK ->
          label.length() > 1 ? Optional.empty() : Optional.of("a label that Smack starts with");
    };
  }

  private static Optional<String> gapOfType(String[] parts) {
    if (parts.length <= SELINUX_TYPE) {
      return Optional.of("no type, as before a policy is loaded");
    }
    String type = parts[SELINUX_TYPE];
    return type.startsWith(FREE_TYPE) || FREE_TYPES.contains(type)
        ? Optional.of("a type that nothing is denied to")
        : Optional.empty();
  }
}
