package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.MountAttribute;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a CT's init comes to be. Paths are those of the CT and are resolved inside its root; a
 * symbolic link on the way is refused with ELOOP. {@code /proc} must be mounted before {@link
 * #pivot}: in a user namespace the kernel refuses it once the host's is out of sight.
 */
public final class LaunchPlan extends Plan<LaunchPlan> {
  private static final int WRITE_CREATE = 3;

  /**
   * Begins a plan.
   *
   * @param key 1 to 79 bytes, unique among all that the supervisor holds
   */
  public LaunchPlan(String key) {
    add(Tag.KEY, new Request.Value().text(key));
  }

  @Override
  LaunchPlan self() {
    return this;
  }

  /** Makes the namespaces belong to a host user, whose inotify and key budgets they then use. */
  public LaunchPlan owner(long user, long group) {
    return add(Tag.OWNER, new Request.Value().int32(user).int32(group));
  }

  /** Maps the ids of the user namespace. */
  public LaunchPlan idMaps(List<IdMapRange> users, List<IdMapRange> groups) {
    add(Tag.UID_MAP, new Request.Value().raw(lines(users)));
    return add(Tag.GID_MAP, new Request.Value().raw(lines(groups)));
  }

  /** Gives init a pty of the host, kept by the supervisor; the ids and mode are its slave's. */
  public LaunchPlan console(long user, long group, int mode) {
    return add(Tag.CONSOLE, new Request.Value().int32(user).int32(group).int32(mode));
  }

  /** Moves the detached mount in that is to be the root. Everything below refers to it. */
  public LaunchPlan root(OwnedFd mount) {
    return add(Tag.ROOT, mount, new Request.Value());
  }

  /**
   * Mounts a file system of the CT's own.
   *
   * @param options the file system's, separated by commas
   */
  public LaunchPlan mount(
      String type, String target, String options, Collection<MountAttribute> attributes) {
    Request.Value value = new Request.Value().int32(MountAttribute.bits(attributes));
    value.int32(MountPoint.FOLDER.number()).text(type).text(type).text(target).text(options);
    return add(Tag.MOUNT, value);
  }

  /** Moves a detached mount of the host to a place in the root. */
  public LaunchPlan move(OwnedFd mount, String target, MountPoint missing) {
    return add(Tag.MOVE, mount, new Request.Value().int32(missing.number()).text(target));
  }

  /** Makes a symbolic link; one that is there already stays. */
  public LaunchPlan symlink(String path, String text) {
    return add(Tag.SYMLINK, new Request.Value().text(text).text(path));
  }

  /** Writes a file, making it and the folders above it. */
  public LaunchPlan file(String path, byte[] content, int mode) {
    return add(
        Tag.WRITE, new Request.Value().int32(WRITE_CREATE).int32(mode).text(path).raw(content));
  }

  /** Writes a file that exists, as those of {@code /proc/sys}. */
  public LaunchPlan write(String path, String content) {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return add(Tag.WRITE, new Request.Value().int32(0).int32(0).text(path).raw(bytes));
  }

  /** Hides a file behind {@code /dev/null} or a folder behind an empty one; none is no error. */
  public LaunchPlan mask(String path) {
    return add(Tag.MASK, new Request.Value().text(path));
  }

  /** Makes a file or folder read-only with all that is mounted below it; none is no error. */
  public LaunchPlan readOnly(String path) {
    return add(Tag.READ_ONLY, new Request.Value().text(path));
  }

  /** Puts the console at a path and makes it init's stdio and controlling terminal. */
  public LaunchPlan consoleAt(String path) {
    return add(Tag.CONSOLE_AT, new Request.Value().text(path));
  }

  /** Sets the host name. */
  public LaunchPlan hostname(String name) {
    return add(Tag.HOSTNAME, new Request.Value().text(name));
  }

  /** Makes the time namespace, with what its clocks show now in seconds; before {@link #pivot}. */
  public LaunchPlan clocks(long monotonic, long boot) {
    return add(Tag.TIME, new Request.Value().int64(monotonic).int64(boot));
  }

  /** Makes the root the only tree that is left. */
  public LaunchPlan pivot() {
    return add(Tag.PIVOT, new Request.Value());
  }

  static byte[] lines(List<IdMapRange> ranges) {
    return ranges.stream()
        .map(r -> r + "\n")
        .collect(Collectors.joining())
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Begins a plan and adds all arguments of init. */
  public static LaunchPlan of(String key, String... arguments) {
    return new LaunchPlan(key).arguments(Arrays.asList(arguments));
  }
}
