package io.cooperage.isolation.policy;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.linux.security.SecurityModule;
import io.cooperage.spi.node.HostProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What this host has for isolation, and what it lacks. */
@Component
public final class IsolationProbe implements HostProbe {
  private static final String ANSWERS = "proc/sys/kernel/seccomp/actions_avail";
  private static final String NAMESPACES = "proc/sys/user/max_user_namespaces";

  private final Path root;
  private final List<SysctlAdvice> advice;

  @Activate
  public IsolationProbe() {
    this(Path.of("/"));
  }

  /** On a host whose proc and sys are below a folder. */
  IsolationProbe(Path root) {
    this.root = root;
    this.advice = Tables.rows("sysctls.table").map(SysctlAdvice::parse).toList();
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> features = new TreeMap<>();
    features.put("isolation.userns", words(userNamespaces()));
    features.put("isolation.seccomp", words(answers("errno")));
    features.put("isolation.seccomp.log", words(answers("log") && TrialLog.muted(root).isEmpty()));
    features.put(
        "isolation.lsm", SecurityModule.active(root).map(m -> m.kind().word()).orElse("none"));
    return features;
  }

  private static String words(boolean yes) {
    return yes ? "yes" : "no";
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        userNamespaces()
            ? good("user namespaces", text(NAMESPACES).orElse("") + " at most")
            : new Finding(
                "user namespaces",
                Grade.MISSING,
                "this kernel makes none",
                "only privileged containers start, whose root is the host's; set"
                    + " user.max_user_namespaces, or take a kernel with CONFIG_USER_NS"));
    findings.add(
        answers("errno")
            ? good("system-call filters", text(ANSWERS).orElse(""))
            : new Finding(
                "system-call filters",
                Grade.MISSING,
                "this kernel has none",
                "no container starts; take a kernel with CONFIG_SECCOMP_FILTER"));
    findings.add(module());
    findings.add(trials());
    advice.stream().flatMap(a -> a.look(root.resolve("proc/sys")).stream()).forEach(findings::add);
    return findings;
  }

  private static Finding good(String subject, String detail) {
    return new Finding(subject, Grade.GOOD, detail, "");
  }

  private boolean userNamespaces() {
    return Files.exists(root.resolve("proc/self/ns/user"))
        && text(NAMESPACES).map(Long::parseLong).orElse(1L) > 0;
  }

  private boolean answers(String action) {
    return text(ANSWERS).filter(all -> List.of(all.split(" ", -1)).contains(action)).isPresent();
  }

  private Finding module() {
    String subject = "security module";
    Optional<SecurityModule> active = SecurityModule.active(root);
    if (active.filter(SecurityModule::enforcing).isPresent()) {
      return good(subject, active.get().kind().title());
    }
    return new Finding(
        subject,
        Grade.DEGRADED,
        active
            .map(m -> m.kind().title() + " denies nothing: permissive, or without a policy")
            .orElse("no AppArmor, SELinux or Smack is active"),
        "what slips through a flaw of namespaces and filters is not stopped a second time, and no"
            + " container is graded strong");
  }

  private Finding trials() {
    String subject = "trials of policies";
    return TrialLog.muted(root)
        .map(
            why ->
                new Finding(
                    subject,
                    Grade.DEGRADED,
                    why,
                    "'syscalls-trial' tells nothing; add 'log' to kernel.seccomp.actions_logged, in"
                        + " a kernel with CONFIG_AUDIT"))
        .orElseGet(() -> good(subject, "logged calls are told"));
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
