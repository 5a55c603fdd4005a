package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.spi.kernel.BpfProgram;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One request of each kind as the client encodes them, right in every field: what fuzzing begins
 * with. Their programs end at once and can do no harm under any other argument.
 */
final class SampleRequests implements AutoCloseable {
  static final String KEY = "a";
  static final String OTHER_KEY = "b";
  private static final byte[] TOKEN =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final String PROGRAM = "true";
  private static final int SOON = 400;
  private static final int PIDS = 2 * Integer.BYTES;

  private final TestRoot root;
  private final Supervisor supervisor;
  private final OwnedFd nothing = OpenCalls.open(Path.of("/dev/null"));
  private final List<Plan<?>> plans = new ArrayList<>();

  SampleRequests(TestRoot root, Supervisor supervisor) {
    this.root = root;
    this.supervisor = supervisor;
  }

  /** All kinds but an update, which would be obeyed. */
  List<Supplier<Request>> all() {
    return List.of(
        () -> new Request(Verb.HELLO, Wire.FLAG_SUBSCRIBE),
        () -> new Request(Verb.LIST),
        () ->
            new Request(Verb.LAUNCH)
                .put(keep(root.plan(supervisor, OTHER_KEY, 1, PROGRAM)))
                .put(Tag.TIMEOUT, soon()),
        () -> new Request(Verb.LAUNCH).put(keep(privileged())).put(Tag.TIMEOUT, soon()),
        () -> about(Verb.OPEN_GATE, OTHER_KEY),
        () -> about(Verb.KILL, KEY).put(Tag.SIGNAL, new Request.Value().int32(0).bytes()),
        () -> about(Verb.FORGET, OTHER_KEY),
        () ->
            new Request(Verb.ENTER, Wire.FLAG_HANG_UP)
                .put(keep(entering()))
                .put(Tag.TIMEOUT, soon()),
        () ->
            new Request(Verb.ENTER)
                .put(keep(TestRoot.enter(KEY, PROGRAM).terminal(25, 80, 0)))
                .put(Tag.TIMEOUT, soon()),
        () -> new Request(Verb.SPAWN).put(keep(onHost())).put(Tag.TIMEOUT, soon()),
        () -> ticket().put(keep(TestRoot.enter(KEY, PROGRAM))),
        () -> ticket().put(Tag.KEY, KEY),
        () ->
            new Request(Verb.REDEEM)
                .put(Tag.TOKEN, TOKEN)
                .put(Tag.DESCRIPTOR, nothing)
                .put(Tag.DESCRIPTOR, nothing),
        () -> new Request(Verb.CONSOLE, Wire.FLAG_SUBSCRIBE).put(Tag.KEY, KEY),
        () -> about(Verb.HOLD, OTHER_KEY).put(Tag.DESCRIPTOR, nothing).put(Tag.DESCRIPTOR, nothing),
        () -> about(Verb.GET, OTHER_KEY),
        () -> about(Verb.RELEASE, OTHER_KEY),
        this::adoption,
        this::freeze,
        this::users,
        () -> new Request(Verb.UPDATE).put(Tag.DESCRIPTOR, nothing));
  }

  private <P extends Plan<P>> P keep(P plan) {
    plans.add(plan);
    return plan;
  }

  private LaunchPlan privileged() {
    LaunchPlan plan = new LaunchPlan(OTHER_KEY);
    plan.namespaces(
        List.of(Namespace.MOUNT, Namespace.PID, Namespace.IPC, Namespace.UTS, Namespace.CGROUP));
    plan.console(0, 5, 0620).root(MountCalls.cloneTree(root.folder(), false));
    plan.mount("proc", "/proc", "", Set.of()).mount("tmpfs", "/dev", "nr_inodes=20", Set.of());
    plan.move(MountCalls.cloneTree(Path.of("/dev/null"), false), "/dev/null", MountPoint.FILE);
    plan.consoleAt("/dev/console").mask("/proc/bus").readOnly("/tmp").directory("/").pivot();
    return plan.environment("PATH", "/bin").arguments(List.of(PROGRAM));
  }

  private EnterPlan entering() {
    EnterPlan plan = TestRoot.enter(KEY, PROGRAM).limit(7, 64, 128).oomScore(500);
    plan.ids(33, 34, List.of(35L, 36L)).capabilities(7, 7, 0, 0).noNewPrivileges().umask(027);
    return plan.seccomp(new BpfProgram(allowAll()), 0)
        .directory("/tmp")
        .pass(0, nothing.duplicate())
        .pass(1, nothing.duplicate());
  }

  private EnterPlan onHost() {
    return EnterPlan.onHost()
        .limit(7, 64, 128)
        .pass(5, nothing.duplicate())
        .arguments(List.of("/bin/busybox", PROGRAM));
  }

  private Request adoption() {
    Request request =
        about(Verb.ADOPT, OTHER_KEY).put(Tag.PID, new Request.Value().int32(1).bytes());
    request.put(Tag.START, new Request.Value().int64(1).bytes());
    return request.put(Tag.DESCRIPTOR, nothing).put(Tag.DESCRIPTOR, nothing);
  }

  private Request freeze() {
    Request request = new Request(Verb.FREEZE_CLONE_THAW).put(Tag.TIMEOUT, soon());
    for (int i = 0; i < 4; i++) {
      request.put(Tag.DESCRIPTOR, nothing);
    }
    return request;
  }

  private Request users() {
    byte[] map = LaunchPlan.lines(List.of(new IdMapRange(0, TestRoot.BASE, TestRoot.WIDTH)));
    Request request = new Request(Verb.USER_NAMESPACE).put(Tag.TIMEOUT, soon());
    request.put(Tag.OWNER, new Request.Value().int32(TestRoot.BASE).int32(TestRoot.BASE).bytes());
    return request.put(Tag.UID_MAP, map).put(Tag.GID_MAP, map);
  }

  /** A record as keeper and worker send it to each other. */
  Request record() {
    ByteBuffer record = ByteBuffer.allocate(InitRecord.SIZE).put(0, (byte) 'k');
    return new Request(Verb.HOLD)
        .put(Tag.DESCRIPTOR, nothing)
        .put(Tag.RECORD, record.array())
        .put(Tag.STATUS, new byte[PIDS]);
  }

  private static Request about(Verb verb, String key) {
    return new Request(verb).put(Tag.KEY, key);
  }

  private static Request ticket() {
    return new Request(Verb.TICKET).put(Tag.TOKEN, TOKEN).put(Tag.TIMEOUT, soon());
  }

  static byte[] soon() {
    return new Request.Value().int32(SOON).bytes();
  }

  private static byte[] allowAll() {
    return new byte[] {6, 0, 0, 0, 0, 0, (byte) 0xff, 0x7f};
  }

  /** Closes what the plans of the requests given out so far have opened. */
  void closePlans() {
    plans.forEach(Plan::close);
    plans.clear();
  }

  @Override
  public void close() {
    closePlans();
    nothing.close();
  }
}
