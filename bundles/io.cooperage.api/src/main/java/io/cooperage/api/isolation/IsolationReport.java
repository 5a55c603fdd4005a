package io.cooperage.api.isolation;

import io.cooperage.api.container.ContainerId;
import java.util.List;
import java.util.Objects;

/**
 * Every layer of one CT.
 *
 * @param grade the worst of its layers'
 * @param because names of the layers that have this grade; empty for {@link IsolationGrade#STRONG}
 */
public record IsolationReport(
    ContainerId container,
    IsolationGrade grade,
    List<String> because,
    List<IsolationLayer> layers) {
  public IsolationReport {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(grade, "grade");
    because = List.copyOf(because);
    layers = List.copyOf(layers);
  }

  /**
   * The report of some layers.
   *
   * @throws IllegalArgumentException for none: of a CT that nobody has looked at nothing is known
   */
  public static IsolationReport of(ContainerId container, List<IsolationLayer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("container " + container + ": a report without a layer");
    }
    IsolationGrade worst =
        layers.stream()
            .map(IsolationLayer::grade)
            .reduce(IsolationGrade.STRONG, IsolationGrade::orWorse);
    List<String> because =
        layers.stream()
            .filter(l -> l.grade() == worst && worst != IsolationGrade.STRONG)
            .map(IsolationLayer::name)
            .toList();
    return new IsolationReport(container, worst, because, layers);
  }
}
