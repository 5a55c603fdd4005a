package io.cooperage.testing.front;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.GuestFileAccess;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.container.ResourceCounter;
import io.cooperage.api.container.Sample;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.container.Usage;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Containers that are only values; remembers what was asked for. */
public final class FakeContainers implements ContainerService {
  private final Map<Ctid, Container> containers = new ConcurrentSkipListMap<>();
  private final List<Object> asked = new CopyOnWriteArrayList<>();
  private final FakeJobs jobs;
  private final FakeFiles files = new FakeFiles();
  private volatile FakeProgram program = FakeProgram.silent();

  public FakeContainers(FakeJobs jobs) {
    this.jobs = jobs;
  }

  /** Adds a container; its UUID is made from its number. */
  public FakeContainers add(int ctid, String name, ContainerState state) {
    put(
        new Container(
            new ContainerId(new UUID(0, ctid)),
            new Ctid(ctid),
            name.isEmpty() ? Optional.empty() : Optional.of(new ContainerName(name)),
            state,
            "",
            "debian-13",
            "host" + ctid,
            List.of("10.77.0." + ctid % 256 + "/32"),
            Map.of("cpuunits", List.of("1000")),
            Map.of(),
            "",
            Map.of("storage", "ploop"),
            Optional.empty(),
            Instant.EPOCH,
            state == ContainerState.RUNNING ? Optional.of(Instant.EPOCH) : Optional.empty(),
            state == ContainerState.RUNNING ? 4242 : 0,
            7,
            new Usage(
                Map.of("memory.used", 3L << 20, "cpu.time", 1_500_000_000L),
                Map.of("cpu.time", 250_000_000L),
                0)));
    return this;
  }

  /** Gives a container these stored parameters. */
  public FakeContainers parameters(int ctid, Map<String, List<String>> texts) {
    Container c = containers.get(new Ctid(ctid));
    put(with(c, c.state(), texts));
    return this;
  }

  private Container put(Container c) {
    containers.put(c.ctid(), c);
    return c;
  }

  /** Every request that reached this service. */
  public List<Object> asked() {
    return asked;
  }

  public FakeFiles files() {
    return files;
  }

  /** What programs do from now on. */
  public void program(FakeProgram next) {
    program = next;
  }

  private Container get(ContainerRef ref) {
    return find(ref)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_CONTAINER,
                    "there is no container " + ref,
                    "'ct list' shows all"));
  }

  private Job<Container> become(String action, ContainerRef ref, ContainerState state) {
    Container c = get(ref);
    if (c.state() == state) {
      ErrorCode code = state == ContainerState.RUNNING ? ErrorCode.RUNNING : ErrorCode.NOT_RUNNING;
      throw new ContainerException(code, "container " + ref + " is " + state);
    }
    return jobs.start(action, c.id().toString(), Optional.of(put(with(c, state, c.parameters()))));
  }

  private static Container with(
      Container c, ContainerState state, Map<String, List<String>> parameters) {
    return new Container(
        c.id(),
        c.ctid(),
        c.name(),
        state,
        c.detail(),
        c.template(),
        c.hostname(),
        c.addresses(),
        parameters,
        c.labels(),
        c.description(),
        c.kinds(),
        c.busyJob(),
        c.createdAt(),
        c.startedAt(),
        c.initPid(),
        c.revision() + 1,
        c.usage());
  }

  @Override
  public Job<Container> create(CreateRequest request) {
    asked.add(request);
    int number = request.ctid().map(Ctid::number).orElse(101);
    if (containers.containsKey(new Ctid(number))) {
      throw new ContainerException(ErrorCode.CONTAINER_EXISTS, "container " + number + " exists");
    }
    add(number, request.name().map(ContainerName::text).orElse(""), ContainerState.STOPPED);
    Container made = containers.get(new Ctid(number));
    return jobs.start("create", made.id().toString(), Optional.of(made));
  }

  @Override
  public Optional<Container> find(ContainerRef ref) {
    return containers.values().stream().filter(c -> names(c).contains(ref)).findFirst();
  }

  private static List<ContainerRef> names(Container c) {
    List<ContainerRef> names =
        new ArrayList<>(List.of(ContainerRef.of(c.ctid()), ContainerRef.of(c.id())));
    c.name().ifPresent(n -> names.add(new ContainerRef.ByName(n)));
    return names;
  }

  @Override
  public List<Container> list(ContainerFilter filter) {
    return containers.values().stream().filter(filter::accepts).toList();
  }

  @Override
  public Job<Container> start(ContainerRef ref, StartOptions options) {
    asked.add(options);
    return become("start", ref, ContainerState.RUNNING);
  }

  @Override
  public Job<Container> stop(ContainerRef ref, StopOptions options) {
    asked.add(options);
    return become("stop", ref, ContainerState.STOPPED);
  }

  @Override
  public Job<Container> restart(ContainerRef ref, StopOptions options) {
    asked.add(options);
    return jobs.start("restart", get(ref).id().toString(), Optional.of(get(ref)));
  }

  @Override
  public Job<Void> destroy(ContainerRef ref) {
    Container gone = get(ref);
    containers.remove(gone.ctid());
    return jobs.start("destroy", gone.id().toString(), Optional.empty());
  }

  @Override
  public Job<Container> reinstall(ContainerRef ref, Optional<String> template) {
    asked.add(template);
    return jobs.start("reinstall", get(ref).id().toString(), Optional.of(get(ref)));
  }

  @Override
  public ChangeReport set(ContainerRef ref, List<RawSetting> settings, SetOptions options) {
    Container c = get(ref);
    asked.add(settings);
    asked.add(options);
    if (options.ifRevision().isPresent() && options.ifRevision().getAsLong() != c.revision()) {
      throw new ContainerException(
          ErrorCode.CHANGED, "container " + ref + " was changed meanwhile");
    }
    List<Change> changes =
        settings.stream()
            .map(
                s ->
                    new Change(
                        s.name(), List.of(), List.of(s.text()), List.of(), "fake:knob", "now"))
            .toList();
    return new ChangeReport(c, changes, List.of("rounded"), options.dryRun());
  }

  @Override
  public List<EffectiveValue> show(ContainerRef ref) {
    get(ref);
    return List.of(new EffectiveValue("cpuunits", List.of("1000"), "1024", "cpu.shares", ""));
  }

  @Override
  public List<ResourceCounter> counters(ContainerRef ref) {
    get(ref);
    return List.of(
        new ResourceCounter(
            "numproc",
            "count",
            3,
            OptionalLong.of(5),
            OptionalLong.empty(),
            OptionalLong.of(100),
            OptionalLong.of(2)),
        new ResourceCounter(
            "physpages",
            "bytes",
            4L << 20,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }

  @Override
  public List<Sample> samples() {
    return List.of(
        new Sample(
            "vswap-1g", "1G of RAM", "/etc/vswap-1g.conf", Map.of("physpages", List.of("1G"))));
  }

  @Override
  public Container describe(
      ContainerRef ref,
      Optional<ContainerName> name,
      Map<String, String> labels,
      Optional<String> description) {
    asked.add(new LinkedHashMap<>(labels));
    Container c = get(ref);
    containers.remove(c.ctid());
    add(c.ctid().number(), name.or(c::name).map(ContainerName::text).orElse(""), c.state());
    return containers.get(c.ctid());
  }

  @Override
  public ContainerProcess exec(ContainerRef ref, ExecRequest request) {
    asked.add(request);
    if (get(ref).state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "container " + ref + " does not run");
    }
    return program.process(request);
  }

  @Override
  public ConsoleTicket console(ContainerRef ref) {
    get(ref);
    return new ConsoleTicket("00112233445566778899aabbccddeeff", "/nonexistent");
  }

  @Override
  public byte[] consoleLog(ContainerRef ref) {
    return ("console of " + get(ref).ctid() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Job<Path> mount(ContainerRef ref, MountOptions options) {
    Path root = Path.of("/run/cooperage/mnt", get(ref).id().toString());
    return jobs.start("mount", get(ref).id().toString(), Optional.of(root));
  }

  @Override
  public Job<Void> unmount(ContainerRef ref) {
    return jobs.start("unmount", get(ref).id().toString(), Optional.empty());
  }

  @Override
  public GuestFileAccess files(ContainerRef ref) {
    get(ref);
    return files;
  }
}
