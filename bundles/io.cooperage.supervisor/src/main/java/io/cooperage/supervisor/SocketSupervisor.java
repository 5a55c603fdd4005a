package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.PidHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The supervisor behind a socket, over a connection that is made anew when it is lost. */
public final class SocketSupervisor implements Supervisor, AutoCloseable {
  private final Link link;

  /** Names the socket; the first call connects. */
  public SocketSupervisor(Path socket) {
    this.link = new Link(socket);
  }

  @Override
  public SupervisorInfo info() {
    try (Reply reply = link.repeatable(new Request(Verb.HELLO, Wire.FLAG_SUBSCRIBE))) {
      ByteBuffer pids = reply.get(Tag.PID, 2 * Integer.BYTES);
      long start = reply.get(Tag.KEEPER_START, Long.BYTES).getLong();
      return new SupervisorInfo(reply.text(Tag.VERSION), pids.getInt(), pids.getInt(), start);
    }
  }

  @Override
  public InitRecord launch(LaunchPlan plan) {
    try (Reply reply = link.once(new Request(Verb.LAUNCH).put(plan))) {
      return InitRecord.read(reply.get(Tag.RECORD, InitRecord.SIZE));
    }
  }

  @Override
  public void openGate(String key) {
    link.once(about(Verb.OPEN_GATE, key)).close();
  }

  @Override
  public void signal(String key, int number) {
    byte[] signal = new Request.Value().int32(number).bytes();
    link.once(about(Verb.KILL, key).put(Tag.SIGNAL, signal)).close();
  }

  @Override
  public List<InitRecord> list() {
    return link.records();
  }

  @Override
  public void forget(String key) {
    dismiss(Verb.FORGET, key);
  }

  @Override
  public Session enter(EnterPlan plan) {
    return link.session(new Request(Verb.ENTER).put(plan));
  }

  @Override
  public Session spawn(EnterPlan plan) {
    return link.session(new Request(Verb.SPAWN).put(plan));
  }

  @Override
  public void ticket(byte[] token, EnterPlan plan, Duration validity) {
    link.once(ticket(token, validity).put(plan)).close();
  }

  @Override
  public void consoleTicket(byte[] token, String key, Duration validity) {
    link.once(ticket(token, validity).put(Tag.KEY, key)).close();
  }

  @Override
  public Session redeem(byte[] token, List<OwnedFd> stdio) {
    Request request = new Request(Verb.REDEEM).put(Tag.TOKEN, token);
    stdio.forEach(fd -> request.put(Tag.DESCRIPTOR, fd));
    return link.session(request);
  }

  @Override
  public ConsoleView console(String key) {
    Request request = new Request(Verb.CONSOLE, Wire.FLAG_SUBSCRIBE).put(Tag.KEY, key);
    try (Reply reply = link.repeatable(request)) {
      long position = reply.get(Tag.POSITION, Long.BYTES).getLong();
      List<OwnedFd> descriptors = reply.takeDescriptors();
      try (OwnedFd ring = descriptors.get(1)) {
        byte[] history = ConsoleRing.read(ring, position);
        return new ConsoleView(descriptors.get(0), descriptors.get(2), history);
      }
    }
  }

  @Override
  public byte[] consoleLog(String key) {
    try (Reply reply = link.repeatable(about(Verb.CONSOLE, key))) {
      long position = reply.get(Tag.POSITION, Long.BYTES).getLong();
      List<OwnedFd> descriptors = reply.takeDescriptors();
      try {
        return ConsoleRing.read(descriptors.get(1), position);
      } finally {
        descriptors.forEach(OwnedFd::close);
      }
    }
  }

  @Override
  public void hold(String name, List<OwnedFd> descriptors) {
    link.once(withDescriptors(about(Verb.HOLD, name), descriptors)).close();
  }

  @Override
  public Optional<List<OwnedFd>> held(String name) {
    try (Reply reply = link.repeatable(about(Verb.GET, name))) {
      return Optional.of(reply.takeDescriptors());
    } catch (SupervisorException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void release(String name) {
    dismiss(Verb.RELEASE, name);
  }

  @Override
  public void adopt(String key, PidHandle process, List<OwnedFd> console) {
    Request request = about(Verb.ADOPT, key);
    request.put(Tag.PID, new Request.Value().int32(process.pid()).bytes());
    request.put(Tag.START, new Request.Value().int64(process.startTime()).bytes());
    link.once(withDescriptors(request, console)).close();
  }

  @Override
  public void freezeCloneThaw(
      OwnedFd fileSystem, OwnedFd loop, OwnedFd image, OwnedFd copy, Duration limit) {
    Request request = new Request(Verb.FREEZE_CLONE_THAW);
    request.put(Tag.TIMEOUT, milliseconds(limit));
    link.once(withDescriptors(request, List.of(fileSystem, loop, image, copy))).close();
  }

  @Override
  public void update(OwnedFd program) {
    int before = info().worker();
    try {
      link.once(new Request(Verb.UPDATE).put(Tag.DESCRIPTOR, program)).close();
    } catch (LinuxException e) {
      // The worker that was asked goes with the old program: its silence is the good answer.
      if (!e.is(Errno.ECONNRESET) || info().worker() == before) {
        throw e;
      }
    }
  }

  @Override
  public Watch listen(ExitListener listener) {
    return link.listen(listener);
  }

  @Override
  public OwnedFd create(List<IdMapRange> users, List<IdMapRange> groups, long owner) {
    Request request = new Request(Verb.USER_NAMESPACE);
    request.put(Tag.OWNER, new Request.Value().int32(owner).int32(owner).bytes());
    request.put(Tag.UID_MAP, LaunchPlan.lines(users)).put(Tag.GID_MAP, LaunchPlan.lines(groups));
    try (Reply reply = link.repeatable(request)) {
      return reply.takeDescriptors().get(0);
    }
  }

  /** Ends the connection; the supervisor and all that it holds stay. */
  @Override
  public void close() {
    link.close();
  }

  private void dismiss(Verb verb, String key) {
    try {
      link.repeatable(about(verb, key)).close();
    } catch (SupervisorException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private static Request about(Verb verb, String key) {
    return new Request(verb).put(Tag.KEY, key);
  }

  private static Request ticket(byte[] token, Duration validity) {
    return new Request(Verb.TICKET).put(Tag.TOKEN, token).put(Tag.TIMEOUT, milliseconds(validity));
  }

  private static Request withDescriptors(Request request, List<OwnedFd> descriptors) {
    descriptors.forEach(fd -> request.put(Tag.DESCRIPTOR, fd));
    return request;
  }

  private static byte[] milliseconds(Duration time) {
    return new Request.Value().int32(Math.min(Integer.MAX_VALUE, time.toMillis())).bytes();
  }
}
