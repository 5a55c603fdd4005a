package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;

/**
 * An absolute path inside a CT, split before its last component. Dots are left to the kernel, which
 * keeps them inside the root, except as the last component, which must be a name.
 *
 * @param folder the folder, "/" at least
 * @param name the last component
 */
record GuestPath(String folder, String name) {
  private static final int LONGEST = 4095;

  /**
   * Splits a path.
   *
   * @throws ContainerException BAD_VALUE naming the rule
   */
  static GuestPath of(String path) {
    String whole = checked(path);
    int slash = whole.lastIndexOf('/');
    String name = whole.substring(slash + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw bad(path, "must end in a name");
    }
    return new GuestPath(slash == 0 ? "/" : whole.substring(0, slash), name);
  }

  /** The path itself, if it is one. */
  static String checked(String path) {
    if (!path.startsWith("/")) {
      throw bad(path, "must be absolute");
    }
    if (path.indexOf('\0') >= 0 || path.length() > LONGEST) {
      throw bad(
          path.substring(0, Math.min(80, path.length())),
          "must have no NUL and at most 4095 characters");
    }
    return path;
  }

  private static ContainerException bad(String path, String rule) {
    return new ContainerException(
        ErrorCode.BAD_VALUE,
        "the path '" + path.replaceAll("\\p{Cntrl}", "?") + "' in the container " + rule);
  }

  @Override
  public String toString() {
    return folder.equals("/") ? "/" + name : folder + "/" + name;
  }
}
