package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where backups are kept. Two ways to write one path are one place.
 *
 * @param kind of the target: "file"
 * @param place what that kind understands: an absolute path
 */
public record BackupPlace(String kind, String place) {
  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9-]{0,31}):([^\\p{Cntrl}]{1,1024})");
  private static final String FILE = "file";

  /** The node's own place. */
  public static BackupPlace own(Path stateFolder) {
    return new BackupPlace(FILE, stateFolder.resolve("backup").toString());
  }

  /**
   * Reads a location; without one it is the node's own.
   *
   * @throws ContainerException BAD_VALUE
   */
  public static BackupPlace of(Optional<String> location, Path stateFolder) {
    return location.map(BackupPlace::parse).orElseGet(() -> own(stateFolder));
  }

  /** Reads the form of {@link #toString}, or an absolute path. */
  public static BackupPlace parse(String text) {
    Matcher matcher = FORM.matcher(text.startsWith("/") ? FILE + ":" + text : text);
    if (!matcher.matches()) {
      throw bad(text, "must be an absolute path, or KIND:PLACE");
    }
    String kind = matcher.group(1);
    String place = matcher.group(2);
    return new BackupPlace(kind, kind.equals(FILE) ? canonical(text, place) : place);
  }

  // What ".." leads to is known only where the path is, and a place may be away.
  private static String canonical(String text, String path) {
    List<String> names =
        Arrays.stream(path.split("/")).filter(n -> !n.isEmpty() && !n.equals(".")).toList();
    if (!path.startsWith("/") || names.contains("..")) {
      throw bad(text, "must be an absolute path without '..'");
    }
    return "/" + String.join("/", names);
  }

  /** Whether a text that was stored, maybe by an older daemon, means this place. */
  public boolean isMeantBy(String stored) {
    if (stored.equals(toString())) {
      return true;
    }
    try {
      return parse(stored).equals(this);
    } catch (ContainerException e) {
      return false;
    }
  }

  private static ContainerException bad(String text, String rule) {
    return ContainerException.badInput(ErrorCode.BAD_VALUE, Problem.of("target", text, rule));
  }

  @Override
  public String toString() {
    return kind + ":" + place;
  }
}
