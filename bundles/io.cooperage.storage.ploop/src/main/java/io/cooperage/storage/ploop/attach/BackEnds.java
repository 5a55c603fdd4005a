package io.cooperage.storage.ploop.attach;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All back ends, the most direct first. Safe for any thread. */
public final class BackEnds {
  private final List<BackEnd> all;

  /** Those for images that are nobody's disk here. */
  public BackEnds(List<BackEnd> all) {
    this.all = List.copyOf(all);
  }

  /** Those that there are. */
  public static BackEnds ofHost(Path pool) {
    return new BackEnds(List.of(new LoopBackEnd(), new MapperBackEnd(pool)));
  }

  public List<BackEnd> all() {
    return all;
  }

  /** Names of those that the host can use, and why not the others. */
  public String words() {
    return all.stream()
        .map(b -> b.missing().map(why -> "not " + b.name() + " (" + why + ")").orElse(b.name()))
        .collect(Collectors.joining(", "));
  }

  /**
   * The first one that can serve a disk.
   *
   * @param map empty for a disk that no file holds as it is
   * @throws ContainerException UNSUPPORTED with what the host lacks
   */
  public BackEnd choose(Path image, Optional<DiskMap> map) {
    List<BackEnd> able = all.stream().filter(b -> map.filter(b::serves).isPresent()).toList();
    return able.stream()
        .filter(b -> b.missing().isEmpty())
        .findFirst()
        .orElseThrow(() -> unsupported(image, able));
  }

  private static ContainerException unsupported(Path image, List<BackEnd> able) {
    String why =
        able.isEmpty()
            ? "its content is compressed, or lies in a form that the kernel cannot map"
            : able.stream()
                .map(b -> b.name() + ": " + b.missing().orElse(""))
                .collect(Collectors.joining("; "));
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "the image " + image + " cannot be attached as it is: " + why,
        "'ct import' makes a stopped container of it, which 'ct mount' mounts");
  }
}
