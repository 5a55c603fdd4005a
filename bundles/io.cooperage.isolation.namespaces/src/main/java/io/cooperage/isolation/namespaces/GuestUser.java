package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.isolation.GuestFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user as the CT's own files name it. The files are its owner's, so whatever they say is only
 * ever used inside the CT.
 *
 * @param groups further groups
 */
record GuestUser(String name, long uid, long gid, List<Long> groups, String home, String shell) {
  private static final int LIMIT = 1 << 20;
  private static final int MOST_GROUPS = 64;
  private static final long LARGEST_ID = 4294967294L;

  /**
   * Finds a user.
   *
   * @param wanted name or number; empty for root
   * @throws ContainerException BAD_VALUE if there is none
   */
  static GuestUser find(String wanted, GuestFiles files) {
    String key = wanted.isEmpty() ? "root" : wanted;
    Optional<String[]> row =
        rows(files, "/etc/passwd", 7).filter(r -> r[0].equals(key) || r[2].equals(key)).findFirst();
    if (row.isPresent()) {
      return known(row.get(), files);
    }
    if (key.equals("root")) {
      return new GuestUser("root", 0, 0, List.of(), "/root", "/bin/sh");
    }
    long uid =
        number(key)
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.BAD_VALUE, "there is no user '" + key + "' in the container"));
    return new GuestUser(key, uid, uid, List.of(), "/", "/bin/sh");
  }

  private static GuestUser known(String[] row, GuestFiles files) {
    long uid = number(row[2]).orElseThrow(() -> malformed(row[0]));
    long gid = number(row[3]).orElseThrow(() -> malformed(row[0]));
    String home = row[5].startsWith("/") ? row[5] : "/";
    String shell = row[6].startsWith("/") ? row[6] : "/bin/sh";
    return new GuestUser(row[0], uid, gid, groups(row[0], files), home, shell);
  }

  private static ContainerException malformed(String name) {
    return new ContainerException(
        ErrorCode.BAD_VALUE,
        "the user '" + name + "' has a malformed line in the container's /etc/passwd");
  }

  private static List<Long> groups(String name, GuestFiles files) {
    List<Long> found = new ArrayList<>();
    rows(files, "/etc/group", 4)
        .filter(r -> Arrays.asList(r[3].split(",", -1)).contains(name))
        .limit(MOST_GROUPS)
        .forEach(r -> number(r[2]).ifPresent(found::add));
    return found;
  }

  private static Stream<String[]> rows(GuestFiles files, String path, int columns) {
    String text =
        files.read(path, LIMIT).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    return text.lines().map(line -> line.split(":", -1)).filter(row -> row.length == columns);
  }

  private static Optional<Long> number(String text) {
    if (!text.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text)).filter(n -> n <= LARGEST_ID);
  }
}
