package io.cooperage.storage.ploop.attach;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All back ends, the most direct first. Safe for any thread. */
public final class BackEnds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackEnds.class);

  private final List<BackEnd> all;

  /** Those for images that are nobody's disk here. */
  public BackEnds(List<BackEnd> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Those that there are.
   *
   * @param holder keeps what a later process resumes
   */
  public static BackEnds ofHost(Path pool, DescriptorHolder holder) {
    return new BackEnds(
        List.of(
            new LoopBackEnd(),
            new MapperBackEnd(pool),
            new NbdBackEnd(pool),
            new FuseBackEnd(pool, holder)));
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
   * The first one that can serve an image.
   *
   * @throws ContainerException UNSUPPORTED with what the host lacks
   */
  public BackEnd choose(DiskImage image) {
    List<BackEnd> able = all.stream().filter(b -> b.serves(image)).toList();
    return able.stream()
        .filter(b -> b.missing().isEmpty())
        .findFirst()
        .orElseThrow(() -> unsupported(image.path(), able));
  }

  /** Has each go on with what an earlier process attached; one that fails is logged. */
  public void resume() {
    all.forEach(BackEnds::resume);
  }

  private static void resume(BackEnd backEnd) {
    try {
      backEnd.resume();
    } catch (RuntimeException e) {
      LOG.warn("images that {} served wait for the next daemon", backEnd.name(), e);
    }
  }

  @Override
  public void close() {
    all.forEach(BackEnd::close);
  }

  private static ContainerException unsupported(Path image, List<BackEnd> able) {
    String why =
        able.isEmpty()
            ? "no way to serve it is known"
            : able.stream()
                .map(b -> b.name() + ": " + b.missing().orElse(""))
                .collect(Collectors.joining("; "));
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "the image " + image + " cannot be attached as it is: " + why,
        "'ct import' makes a stopped container of it, which 'ct mount' mounts");
  }
}
