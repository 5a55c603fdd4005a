package io.cooperage.storage.ploop.attach;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How old the kernel is, for what it does not tell otherwise. */
final class KernelAge {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  private KernelAge() {}

  /** Whether the running kernel is older than a version. */
  static boolean before(int major, int minor) {
    return before(System.getProperty("os.version", ""), major, minor);
  }

  static boolean before(String release, int major, int minor) {
    Matcher found = VERSION.matcher(release);
    if (!found.matches()) {
      return false;
    }
    int first = Integer.parseInt(found.group(1));
    return first < major || (first == major && Integer.parseInt(found.group(2)) < minor);
  }
}
