package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.isolation.namespaces.inspect.Inspection;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.process.PidFd;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.isolation.ExecPlan;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.LaunchNeeds;
import io.cooperage.spi.isolation.LaunchPreparation;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.isolation.Openings;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.SandboxListener;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.supervisor.InitRecord;
import io.cooperage.supervisor.LaunchPlan;
import io.cooperage.supervisor.Supervisor;
import io.cooperage.supervisor.SupervisorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** CTs as namespaces of the one kernel, launched and held by the node's supervisor. */
@Component(service = IsolationProvider.class)
public final class NamespaceIsolation implements IsolationProvider, LaunchPreparation {
  static final String KIND = "namespaces";
  private static final Duration TICKET = Duration.ofMinutes(1);
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(1);

  /** Properties of a sandbox. */
  private static final String BASE = "base";

  private static final String WIDTH = "width";

  private final Supervisor supervisor;
  private final Custody custody;
  private final Policies policies;
  private final Path socket;

  @Activate
  public NamespaceIsolation(
      @Reference NodeEnvironment node,
      @Reference Supervisor supervisor,
      @Reference Policies policies) {
    this(supervisor, policies, node.runFolder().resolve("supervisor.sock"));
  }

  NamespaceIsolation(Supervisor supervisor, Policies policies, Path socket) {
    this.supervisor = supervisor;
    this.custody = new Custody(supervisor);
    this.policies = policies;
    this.socket = socket;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<String> layers() {
    return Inspection.NAMES;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return IsolationParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return IsolationParameters.problems(proposed, policies);
  }

  @Override
  public LaunchNeeds needs(ParameterValues values) {
    Openings openings = Chosen.of(values, policies).openings(policies);
    return new LaunchNeeds(openings.slots(), openings.folders());
  }

  @Override
  public Sandbox launch(LaunchRequest request) {
    Chosen chosen = Chosen.of(request.values(), policies);
    List<BpfProgram> tried = chosen.trials(request.idMap(), policies);
    IsolationPolicy.Rules rules = chosen.rules(request.idMap(), policies, tried);
    FeatureSet features = request.values().get(IsolationParameters.FEATURES).orElseThrow();
    try (LaunchPlan plan = new InitPlan(request, rules, features, supervisor).compose()) {
      InitRecord init = supervisor.launch(plan);
      Map<String, String> properties = new HashMap<>(chosen.properties(tried.size()));
      properties.put(BASE, Long.toString(request.idMap().base()));
      properties.put(WIDTH, Long.toString(request.idMap().width()));
      Sandbox sandbox =
          new Sandbox(KIND, request.container(), init.process().orElseThrow(), properties);
      adopted(sandbox);
      return sandbox;
    } catch (LinuxException e) {
      throw Failures.of("launching container " + request.container(), e);
    }
  }

  @Override
  public void openGate(Sandbox sandbox) {
    try {
      supervisor.openGate(key(sandbox));
    } catch (LinuxException e) {
      if (e.is(Errno.EALREADY)) {
        return;
      }
      throw new ContainerException(
          ErrorCode.EXEC_FAILED,
          "init of container " + sandbox.container() + " cannot be executed: " + e.getMessage(),
          "is the template whole?",
          e);
    }
  }

  @Override
  public List<Sandbox> present() {
    return records().stream().flatMap(r -> sandbox(r).stream()).toList();
  }

  /** The properties of a CT are those that its runtime record has, so here there are none. */
  private static Optional<Sandbox> sandbox(InitRecord record) {
    try {
      ContainerId id = ContainerId.parse(record.key());
      return record.process().map(init -> new Sandbox(KIND, id, init, Map.of()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<InitRecord> records() {
    try {
      return supervisor.list();
    } catch (LinuxException e) {
      throw Failures.of("asking the supervisor", e);
    }
  }

  /** At its launch too: either way its trial is to be heard from now on. */
  @Override
  public void adopted(Sandbox sandbox) {
    Chosen.of(sandbox.properties())
        .tried(policies)
        .ifPresent(policy -> policy.began(sandbox, idMap(sandbox)));
  }

  @Override
  public boolean alive(Sandbox sandbox) {
    return Custody.lives(sandbox.init());
  }

  @Override
  public Optional<ExitReport> exit(Sandbox sandbox) {
    Optional<InitRecord> held =
        records().stream()
            .filter(r -> r.key().equals(key(sandbox)))
            .filter(r -> r.process().filter(sandbox.init()::equals).isPresent())
            .findFirst();
    if (held.isEmpty()) {
      custody.take(sandbox);
    }
    return held.flatMap(InitRecord::exit).map(ExitReports::of);
  }

  @Override
  public void signal(Sandbox sandbox, int signal) {
    try {
      custody.call(
          sandbox,
          () -> {
            supervisor.signal(key(sandbox), signal);
            return null;
          });
    } catch (SupervisorException e) {
      if (!Supervisor.absent(e)) {
        throw Failures.of("signalling container " + sandbox.container(), e);
      }
    }
  }

  @Override
  public void forget(Sandbox sandbox) {
    try {
      awaitExit(sandbox);
      supervisor.forget(key(sandbox));
    } catch (LinuxException e) {
      throw Failures.of("forgetting container " + sandbox.container(), e);
    }
  }

  // The groups of a CT are empty a moment before its init has ended.
  private static void awaitExit(Sandbox sandbox) {
    Optional<PidFd> init = PidFd.find(sandbox.init());
    if (init.isPresent()) {
      try (PidFd ending = init.get()) {
        ending.awaitExit(EXIT_PATIENCE);
      }
    }
  }

  @Override
  public Optional<NetworkNamespace> network(Sandbox sandbox) {
    Path path = Path.of("/proc/" + sandbox.init().pid() + "/ns/net");
    try {
      long inode = StatusCalls.status(path).inode();
      return Custody.lives(sandbox.init())
          ? Optional.of(new NetworkNamespace(path.toString(), inode))
          : Optional.empty();
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  @Override
  public ContainerProcess prepare(Sandbox sandbox, ExecPlan plan) {
    IdMap map = idMap(sandbox);
    try (GuestFiles files = files(sandbox, map)) {
      GuestUser user = GuestUser.find(plan.request().user(), files);
      ProgramPlan program =
          new ProgramPlan(
              key(sandbox),
              plan.request(),
              user,
              directory(plan.request(), user, files),
              map,
              Chosen.of(sandbox.properties()).rules(map, policies),
              CgroupCopies.of(plan.cgroups()));
      return new GuestProgram(sandbox, custody, socket, plan.request(), program::compose);
    }
  }

  private static String directory(ExecRequest request, GuestUser user, GuestFiles files) {
    if (!request.directory().isEmpty()) {
      return request.directory();
    }
    return files.exists(user.home()) ? user.home() : "/";
  }

  private static IdMap idMap(Sandbox sandbox) {
    return new IdMap(
        Long.parseLong(sandbox.properties().getOrDefault(BASE, "0")),
        Long.parseLong(sandbox.properties().getOrDefault(WIDTH, "4294967295")));
  }

  @Override
  public ConsoleTicket console(Sandbox sandbox) {
    Token token = Token.random();
    try {
      supervisor.consoleTicket(token.bytes(), key(sandbox), TICKET);
      return new ConsoleTicket(token.hexadecimal(), socket.toString());
    } catch (LinuxException e) {
      throw Failures.of("opening the console of container " + sandbox.container(), e);
    }
  }

  @Override
  public byte[] consoleLog(Sandbox sandbox) {
    try {
      return supervisor.consoleLog(key(sandbox));
    } catch (LinuxException e) {
      throw Failures.of("reading the console of container " + sandbox.container(), e);
    }
  }

  /**
   * The root is opened first and the process looked at afterwards, so that a reused pid cannot
   * pass.
   */
  @Override
  public GuestFiles files(Sandbox sandbox, IdMap idMap) {
    OwnedFd root;
    try {
      root =
          OpenCalls.open(
              Path.of("/proc/" + sandbox.init().pid() + "/root"),
              OpenFlag.PATH,
              OpenFlag.DIRECTORY);
    } catch (LinuxException e) {
      throw Failures.of("opening the root of container " + sandbox.container(), e);
    }
    if (!Custody.lives(sandbox.init())) {
      root.close();
      throw new ContainerException(
          ErrorCode.NOT_RUNNING, "container " + sandbox.container() + " does not run");
    }
    return new RootedFiles(root, idMap);
  }

  @Override
  public GuestFiles files(Descriptor root, IdMap idMap) {
    return new RootedFiles(OwnedFd.duplicateOf(root.fd(), "a container's root"), idMap);
  }

  @Override
  public Watch listen(SandboxListener listener) {
    return supervisor.listen(
        (key, status) -> {
          ContainerId id;
          try {
            id = ContainerId.parse(key);
          } catch (IllegalArgumentException e) {
            return;
          }
          listener.exited(id, ExitReports.of(status));
        });
  }

  private static String key(Sandbox sandbox) {
    return sandbox.container().toString();
  }
}
