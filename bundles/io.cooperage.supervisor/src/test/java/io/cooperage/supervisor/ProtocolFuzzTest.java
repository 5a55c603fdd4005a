package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.socket.Message;
import io.cooperage.linux.socket.SeqpacketSocket;
import io.cooperage.linux.socket.StreamSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bent requests at a whole supervisor, which obeys what is still right in them: afterwards it is
 * the same two processes with the same descriptors and children.
 */
class ProtocolFuzzTest {
  private static final FuzzBudget BUDGET = new FuzzBudget(10_000, 300_000);
  private static final Duration ANSWER = Duration.ofMillis(150);
  // A launch without a time of its own is given 30 s.
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int MESSAGES_OF_A_CLIENT = 40;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void neitherWorkerNorKeeperDiesNorKeepsAnything() throws Exception {
    Path unshare = Path.of("/usr/bin/unshare");
    assumeTrue(Files.isExecutable(unshare), "needs unshare of util-linux");
    // Of the host's own, only that which a bent plan may be left with.
    String[] apart = {unshare.toString(), "--mount", "--uts", "--ipc", "--net", "--"};
    try (OtherKeeper keeper = OtherKeeper.start(fixture.folder().resolve("other"), apart)) {
      SupervisorInfo info = keeper.supervisor().info();
      launch(keeper);
      clear(keeper);
      State before = State.of(info);
      String host = Files.readString(Path.of("/proc/sys/kernel/hostname"));
      long sent = 0;
      while (BUDGET.allows(sent)) {
        sent += client(keeper, RequestMutator.hasty(BUDGET.seed() + sent));
      }
      System.out.println("fuzz: seed " + BUDGET.seed() + ", " + sent + " messages");
      assertThat(keeper.supervisor().info()).as("seed %d", BUDGET.seed()).isEqualTo(info);
      launch(keeper);
      clear(keeper);
      settle(keeper, info, before);
      assertThat(State.of(info)).as("seed %d", BUDGET.seed()).isEqualTo(before);
      assertThat(Path.of("/proc/sys/kernel/hostname")).hasContent(host.strip());
      forget(keeper, SampleRequests.KEY);
    }
  }

  /** What the two hold, by kind, and what their children are called. */
  private record State(List<String> keeper, List<String> worker, List<String> children) {
    static State of(SupervisorInfo info) {
      return new State(
          descriptors(info.keeper()),
          descriptors(info.worker()),
          children(info.keeper(), info.worker()));
    }

    private static List<String> descriptors(int pid) {
      return OtherKeeper.descriptors(pid).stream()
          .map(d -> d.replaceAll("[0-9]+", "N"))
          .sorted()
          .toList();
    }

    private static List<String> children(int... parents) {
      return IntStream.of(parents)
          .mapToObj(ProcessHandle::of)
          .flatMap(Optional::stream)
          .flatMap(ProcessHandle::children)
          .map(child -> child.info().command().orElse("unknown"))
          .sorted()
          .toList();
    }
  }

  /** Waits for what still ends by itself, and forgets what only came to be meanwhile. */
  private static void settle(OtherKeeper keeper, SupervisorInfo info, State before) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!State.of(info).equals(before) && System.nanoTime() < end) {
      clear(keeper);
      // Viewers that have left are noticed by output or by the next one.
      keeper.supervisor().consoleLog(SampleRequests.KEY);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** The container that requests are about; one of them may have killed it. */
  private void launch(OtherKeeper keeper) {
    SocketSupervisor supervisor = keeper.supervisor();
    if (supervisor.list().stream()
        .anyMatch(r -> r.key().equals(SampleRequests.KEY) && r.exit().isEmpty() && alive(r))) {
      return;
    }
    forget(keeper, SampleRequests.KEY);
    try (LaunchPlan plan =
        fixture.root().plan(supervisor, SampleRequests.KEY, 0, "sleep", "99999")) {
      supervisor.launch(plan);
    }
    supervisor.openGate(SampleRequests.KEY);
  }

  private static boolean alive(InitRecord record) {
    return record.process().flatMap(p -> ProcessHandle.of(p.pid())).isPresent()
        && record.state() == InitRecord.State.RUNNING;
  }

  private static void clear(OtherKeeper keeper) {
    keeper.supervisor().list().stream()
        .map(InitRecord::key)
        .filter(key -> !key.equals(SampleRequests.KEY))
        .forEach(key -> forget(keeper, key));
  }

  private static void forget(OtherKeeper keeper, String key) {
    try {
      keeper.supervisor().signal(key, 9);
    } catch (LinuxException e) {
      assertThat(e.is(Errno.ESRCH)).as(e.getMessage()).isTrue(); // It has ended, or never was.
    }
    SupervisorFixture.await(
        () -> {
          try {
            keeper.supervisor().forget(key);
            return true;
          } catch (LinuxException e) {
            return false;
          }
        });
  }

  /** Sends until the worker hangs up; returns the number of messages. */
  private int client(OtherKeeper keeper, RequestMutator mutator) throws Exception {
    launch(keeper);
    int sent = 0;
    try (SampleRequests requests = new SampleRequests(fixture.root(), keeper.supervisor());
        Strangers strangers = new Strangers();
        SeqpacketSocket socket = SeqpacketSocket.connect(keeper.run().resolve("supervisor.sock"))) {
      List<Supplier<Request>> all = requests.all();
      Random random = mutator.random();
      for (; sent < MESSAGES_OF_A_CLIENT; sent++) {
        Request request = all.get(random.nextInt(all.size())).get();
        Request donor = all.get(random.nextInt(all.size())).get();
        byte[] message =
            random.nextInt(8) == 0
                ? request.encode(7).array()
                : mutator.mutate(request.encode(7).array(), donor.encode(7).array());
        socket.send(ByteBuffer.wrap(message), strangers.among(request.descriptors(), random));
        Optional<Message> answer = socket.receive(Wire.LARGEST, ANSWER);
        answer.ifPresent(Message::close);
        requests.closePlans();
      }
    } catch (LinuxException e) {
      assertThat(e.is(Errno.EPIPE, Errno.ECONNRESET)).as(e.getMessage()).isTrue();
    }
    return sent + 1;
  }

  /** Descriptors of every other kind, which take the place of the right ones. */
  private static final class Strangers implements AutoCloseable {
    private final List<OwnedFd> all = new ArrayList<>();

    Strangers() {
      Pipe pipe = Pipe.open("strange");
      all.addAll(
          List.of(
              OpenCalls.open(Path.of("/dev/zero")),
              OpenCalls.open(Path.of("/bin/true")),
              OpenCalls.memory("empty"),
              pipe.reading(),
              pipe.writing()));
      StreamSocket.pair().forEach(socket -> all.add(socket.descriptor()));
    }

    OwnedFd[] among(OwnedFd[] right, Random random) {
      List<OwnedFd> list = new ArrayList<>(List.of(right));
      for (int i = 0; i < list.size(); i++) {
        if (random.nextInt(20) == 0) {
          list.set(i, all.get(random.nextInt(all.size())));
        }
      }
      if (random.nextInt(20) == 0) {
        Stream.generate(() -> all.get(random.nextInt(all.size())))
            .limit(random.nextInt(9))
            .forEach(list::add);
      }
      return list.toArray(new OwnedFd[0]);
    }

    @Override
    public void close() {
      all.forEach(OwnedFd::close);
    }
  }
}
