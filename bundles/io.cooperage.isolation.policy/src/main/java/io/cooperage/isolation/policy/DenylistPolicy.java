package io.cooperage.isolation.policy;

import io.cooperage.linux.process.Capability;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The default policy: everything is allowed but a table of calls. A CT in a user namespace keeps
 * all capabilities there, but for those that can do nothing in it and only let programs fail late;
 * a privileged CT loses what reaches the host.
 */
@Component(service = IsolationPolicy.class)
public final class DenylistPolicy implements IsolationPolicy {
  private static final Set<Integer> POINTLESS_IN_A_USER_NAMESPACE =
      numbers(
          Capability.SYS_MODULE,
          Capability.SYS_RAWIO,
          Capability.SYS_TIME,
          Capability.MAC_OVERRIDE,
          Capability.MAC_ADMIN,
          Capability.SYSLOG,
          Capability.WAKE_ALARM,
          Capability.BLOCK_SUSPEND);
  private static final Set<Integer> REACH_THE_HOST =
      numbers(
          Capability.SYS_MODULE,
          Capability.SYS_RAWIO,
          Capability.SYS_TIME,
          Capability.SYS_PACCT,
          Capability.SYS_RESOURCE,
          Capability.SYS_NICE,
          Capability.IPC_LOCK,
          Capability.SYSLOG,
          Capability.WAKE_ALARM,
          Capability.BLOCK_SUSPEND,
          Capability.AUDIT_CONTROL,
          Capability.AUDIT_READ,
          Capability.PERFMON,
          Capability.BPF,
          Capability.CHECKPOINT_RESTORE,
          Capability.MAC_OVERRIDE,
          Capability.MAC_ADMIN,
          Capability.DAC_READ_SEARCH);
  private static final List<String> MASKED =
      List.of(
          "/proc/kcore",
          "/proc/kallsyms",
          "/proc/keys",
          "/proc/timer_list",
          "/proc/vmallocinfo",
          "/proc/slabinfo",
          "/proc/pagetypeinfo",
          "/proc/kpagecount",
          "/proc/kpageflags",
          "/proc/kmsg",
          "/proc/config.gz",
          "/proc/iomem",
          "/proc/ioports",
          "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private final DenyTable table;
  private final FilterCompiler compiler;
  private final Map<Kind, BpfProgram> compiled = new ConcurrentHashMap<>();

  private record Kind(boolean privileged, Set<String> features) {}

  @Activate
  public DenylistPolicy() {
    this(DenyTable.builtIn(), new FilterCompiler());
    rules(new IdMap(1, 1), Set.of());
  }

  DenylistPolicy(DenyTable table, FilterCompiler compiler) {
    this.table = table;
    this.compiler = compiler;
  }

  @Override
  public String name() {
    return "denylist";
  }

  /**
   * Masks made inside a user namespace would be advisory and would keep nested runtimes from
   * mounting /proc, so there are none.
   */
  @Override
  public Rules rules(IdMap idMap, Set<String> features) {
    boolean privileged = idMap.privileged();
    Kind kind = new Kind(privileged, known(features));
    BpfProgram program =
        compiled.computeIfAbsent(
            kind, k -> compiler.compile(table.rules(k.privileged, k.features)));
    return privileged
        ? new Rules(program, REACH_THE_HOST, MASKED, READ_ONLY, false)
        : new Rules(program, POINTLESS_IN_A_USER_NAMESPACE, List.of(), List.of(), false);
  }

  /** Only features of the table, so that the number of programs that are kept is bounded by it. */
  private Set<String> known(Set<String> features) {
    return table.rules().stream()
        .map(DenyRule::feature)
        .filter(features::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> numbers(Capability... capabilities) {
    return Set.of(capabilities).stream()
        .map(Capability::number)
        .collect(Collectors.toUnmodifiableSet());
  }
}
