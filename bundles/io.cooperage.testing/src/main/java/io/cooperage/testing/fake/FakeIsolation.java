package io.cooperage.testing.fake;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.isolation.ExecPlan;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.LaunchNeeds;
import io.cooperage.spi.isolation.LaunchPreparation;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.SandboxListener;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.NetworkNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Inits that exist only as objects. A signal ends one at once unless it is stubborn. */
public final class FakeIsolation implements IsolationProvider, LaunchPreparation {
  private final FakeStorage storage;
  private final Map<ContainerId, Init> inits = new ConcurrentHashMap<>();
  private final List<SandboxListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextPid = new AtomicInteger(1000);
  private final Faults faults = new Faults();
  private final List<Sandbox> adopted = new CopyOnWriteArrayList<>();
  private volatile boolean stubborn;
  private volatile Set<String> layers = Set.of();
  private volatile LaunchNeeds needs = LaunchNeeds.USUAL;

  private static final class Init {
    private final Sandbox sandbox;
    private final LaunchRequest request;
    private volatile boolean running;
    private volatile ExitReport exit;

    private Init(Sandbox sandbox, LaunchRequest request) {
      this.sandbox = sandbox;
      this.request = request;
    }
  }

  FakeIsolation(FakeStorage storage) {
    this.storage = storage;
  }

  /** Calls that can fail: launch, launched, openGate, network, forget, present. */
  public Faults faults() {
    return faults;
  }

  /** Whether inits ignore signals. */
  public void stubborn(boolean value) {
    stubborn = value;
  }

  /** CTs that it was told a later daemon has found. */
  public List<Sandbox> adopted() {
    return List.copyOf(adopted);
  }

  @Override
  public void adopted(Sandbox sandbox) {
    adopted.add(sandbox);
  }

  /** What a report on any CT must have. */
  public void expect(Set<String> names) {
    layers = names;
  }

  @Override
  public Set<String> layers() {
    return layers;
  }

  /** What every launch needs from now on. */
  public void needs(LaunchNeeds value) {
    needs = value;
  }

  /** Whether init of that CT was let through its gate and has not ended. */
  public boolean runs(ContainerId id) {
    Init init = inits.get(id);
    return init != null && init.running && init.exit == null;
  }

  /** What the CT was last launched with. */
  public Optional<LaunchRequest> request(ContainerId id) {
    return Optional.ofNullable(inits.get(id)).map(i -> i.request);
  }

  /** Ends an init as its own reboot, halt or crash would. */
  public void end(ContainerId id, ExitReport report) {
    Init init = inits.get(id);
    if (init == null || init.exit != null) {
      return;
    }
    init.exit = report;
    listeners.forEach(l -> l.exited(id, report));
  }

  /** Ends it as {@link #end} does, but nobody hears of it: the daemon was down. */
  public void endUnheard(ContainerId id, ExitReport report) {
    inits.get(id).exit = report;
  }

  void killed(ContainerId id) {
    end(id, new ExitReport(ExitReport.Cause.KILLED, 9));
  }

  /** As a reboot of the host does. */
  public void reboot() {
    inits.clear();
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public LaunchNeeds needs(ParameterValues values) {
    return needs;
  }

  @Override
  public Sandbox launch(LaunchRequest request) {
    faults.check("launch");
    if (storage.rootOf(request.root()).isEmpty()) {
      throw new ContainerException(ErrorCode.INTERNAL, "launched without a root");
    }
    Sandbox sandbox =
        new Sandbox(
            kind(),
            request.container(),
            new PidHandle(nextPid.incrementAndGet(), nextPid.get()),
            Map.of());
    inits.put(request.container(), new Init(sandbox, request));
    faults.check("launched");
    return sandbox;
  }

  @Override
  public void openGate(Sandbox sandbox) {
    faults.check("openGate");
    inits.get(sandbox.container()).running = true;
  }

  @Override
  public List<Sandbox> present() {
    faults.check("present");
    return inits.values().stream().map(i -> i.sandbox).toList();
  }

  @Override
  public boolean alive(Sandbox sandbox) {
    return of(sandbox).map(i -> i.exit == null).orElse(false);
  }

  private Optional<Init> of(Sandbox sandbox) {
    return Optional.ofNullable(inits.get(sandbox.container()))
        .filter(i -> i.sandbox.init().equals(sandbox.init()));
  }

  @Override
  public Optional<ExitReport> exit(Sandbox sandbox) {
    return of(sandbox).map(i -> i.exit);
  }

  @Override
  public void signal(Sandbox sandbox, int signal) {
    if (!stubborn) {
      end(sandbox.container(), new ExitReport(ExitReport.Cause.HALTED, 0));
    }
  }

  @Override
  public void forget(Sandbox sandbox) {
    faults.check("forget");
    of(sandbox).ifPresent(i -> inits.remove(sandbox.container(), i));
  }

  @Override
  public Optional<NetworkNamespace> network(Sandbox sandbox) {
    faults.check("network");
    return of(sandbox).map(i -> new NetworkNamespace("/fake/net", sandbox.init().pid()));
  }

  @Override
  public ContainerProcess prepare(Sandbox sandbox, ExecPlan plan) {
    return new FakeProcess(plan.request());
  }

  @Override
  public ConsoleTicket console(Sandbox sandbox) {
    return new ConsoleTicket("0".repeat(32), "/fake/supervisor.sock");
  }

  @Override
  public byte[] consoleLog(Sandbox sandbox) {
    return "hello from init\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public GuestFiles files(Sandbox sandbox, IdMap idMap) {
    return new MemoryGuestFiles(storage.disk(sandbox.container()));
  }

  @Override
  public GuestFiles files(Descriptor root, IdMap idMap) {
    return new MemoryGuestFiles(storage.disk(storage.rootOf(root).orElseThrow()));
  }

  @Override
  public Watch listen(SandboxListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
