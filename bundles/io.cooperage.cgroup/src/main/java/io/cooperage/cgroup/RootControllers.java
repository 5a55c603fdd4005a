package io.cooperage.cgroup;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.XattrCalls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The controllers that the nodes of this host have switched on at a v2 root. Nodes overlap, and
 * only the first finds one switched off: what was is kept on the root itself, so that the last node
 * that goes can put it back.
 */
record RootControllers(Hierarchy unified) {
  static final String FILE = "cgroup.subtree_control";

  /** Only root of the host can set or see it, and it ends with the boot. */
  private static final String MARK = "trusted.cooperage.enabled";

  /** Remembers controllers that are about to be switched on. */
  void remember(List<String> controllers) {
    try (OwnedFd root = root()) {
      TreeSet<String> all = new TreeSet<>(marked(root));
      all.addAll(controllers);
      XattrCalls.set(root, MARK, String.join(" ", all).getBytes(StandardCharsets.UTF_8));
    } catch (LinuxException e) {
      requireUnsupported(e);
    }
  }

  /** Switches off what was remembered, unless somebody's groups may rely on it by now. */
  void takeBack() {
    if (!GroupWalk.names(unified.mount(), 1).isEmpty()) {
      return;
    }
    try (OwnedFd root = root()) {
      List<String> controllers = marked(root);
      takeBack(controllers);
      if (!controllers.isEmpty()) {
        XattrCalls.remove(root, MARK);
      }
    } catch (LinuxException e) {
      requireUnsupported(e);
    }
  }

  /** Switches these off, unless somebody's groups may rely on them by now. */
  void takeBack(List<String> controllers) {
    if (!GroupWalk.names(unified.mount(), 1).isEmpty()) {
      return;
    }
    GroupFiles files = new GroupFiles(unified, "");
    List<String> enabled = words(files.read(FILE));
    for (String controller : controllers) {
      if (enabled.contains(controller)) {
        files.write(FILE, "-" + controller);
      }
    }
  }

  private OwnedFd root() {
    return OpenCalls.open(unified.mount(), OpenFlag.DIRECTORY);
  }

  private static List<String> marked(OwnedFd root) {
    Optional<byte[]> mark = XattrCalls.get(root, MARK);
    return mark.map(bytes -> words(new String(bytes, StandardCharsets.UTF_8))).orElse(List.of());
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** Without attributes the ledger of the node that switched them on has to do. */
  private static void requireUnsupported(LinuxException e) {
    if (!e.is(Errno.EOPNOTSUPP, Errno.EPERM)) {
      throw e;
    }
  }
}
