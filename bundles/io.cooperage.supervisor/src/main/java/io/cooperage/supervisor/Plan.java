package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.kernel.BpfProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a new process is to do before it becomes its program. Steps are done in the order in which
 * they are added, except that cgroups and limits come first, while the process still is the host's
 * root. Descriptors given to a plan belong to it and are closed with it; the supervisor gets its
 * own. Not safe for several threads.
 *
 * @param <P> the kind of plan, for chaining
 */
public abstract sealed class Plan<P extends Plan<P>> implements AutoCloseable
    permits LaunchPlan, EnterPlan {
  private final List<Consumer<Request>> steps = new ArrayList<>();
  private final List<OwnedFd> descriptors = new ArrayList<>();

  abstract P self();

  /** Joins a cgroup by its open {@code cgroup.procs} or {@code tasks} file. */
  public P cgroup(OwnedFd processesFile) {
    return add(Tag.CGROUP, processesFile, new Request.Value());
  }

  /**
   * Sets a resource limit by its number in {@code sys/resource.h}; -1 means unlimited. Where the
   * supervisor may not raise its own hard limit, that is the highest.
   */
  public P limit(int resource, long soft, long hard) {
    return add(Tag.RLIMIT, new Request.Value().int32(resource).int64(soft).int64(hard));
  }

  /** Sets the preference of the host's out-of-memory killer, -1000 to 1000. */
  public P oomScore(int adjustment) {
    return add(Tag.OOM_SCORE, new Request.Value().int32(adjustment));
  }

  /** Names the namespaces: those that a launch makes, or an entering process joins. */
  public P namespaces(Collection<Namespace> namespaces) {
    return add(Tag.NAMESPACES, new Request.Value().int64(Namespace.bits(namespaces)));
  }

  /**
   * Takes ids as the process sees them; leaves root's capabilities behind if {@code user} is not 0.
   */
  public P ids(long user, long group, List<Long> groups) {
    Request.Value value = new Request.Value().int32(user).int32(group);
    groups.forEach(value::int32);
    return add(Tag.IDS, value);
  }

  /** Limits capabilities; bit N stands for capability N. */
  public P capabilities(long bounding, long permitted, long inheritable, long ambient) {
    return add(
        Tag.CAPABILITIES,
        new Request.Value().int64(bounding).int64(permitted).int64(inheritable).int64(ambient));
  }

  /** Gives up every gain of privilege by exec; breaks su and sudo inside. */
  public P noNewPrivileges() {
    return add(Tag.NO_NEW_PRIVILEGES, new Request.Value());
  }

  /**
   * Installs a system-call filter; of {@link BpfProgram#NONE} nothing happens.
   *
   * @param flags of {@code seccomp(2)}
   */
  public P seccomp(BpfProgram filter, int flags) {
    return filter.isEmpty()
        ? self()
        : add(Tag.SECCOMP, new Request.Value().int32(flags).raw(filter.code()));
  }

  /** Sets the mask of permission bits that new files do not get. */
  public P umask(int mask) {
    return add(Tag.UMASK, new Request.Value().int32(mask));
  }

  /** Goes to a folder of the root that the process has at this step. */
  public P directory(String path) {
    return add(Tag.CHDIR, new Request.Value().text(path));
  }

  /** Adds arguments; the first of all is the program, searched in PATH if it has no slash. */
  public P arguments(Collection<String> arguments) {
    arguments.forEach(a -> add(Tag.ARGUMENT, new Request.Value().text(a)));
    return self();
  }

  /** Adds one variable; nothing is inherited. */
  public P environment(String name, String value) {
    return add(Tag.ENVIRONMENT, new Request.Value().text(name + "=" + value));
  }

  List<Consumer<Request>> steps() {
    return List.copyOf(steps);
  }

  P add(Tag tag, Request.Value value) {
    byte[] bytes = value.bytes();
    steps.add(request -> request.put(tag, bytes));
    return self();
  }

  P add(Tag tag, OwnedFd descriptor, Request.Value value) {
    byte[] bytes = value.bytes();
    descriptors.add(descriptor);
    steps.add(request -> request.put(tag, descriptor, bytes));
    return self();
  }

  @Override
  public void close() {
    descriptors.forEach(OwnedFd::close);
  }
}
