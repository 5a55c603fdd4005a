package io.cooperage.core.catalog;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One owner and those of its parameters that are active. */
public record OwnerSlice(Offer<? extends ParameterOwner> owner, List<Parameter<?>> parameters) {
  public OwnerSlice {
    parameters = List.copyOf(parameters);
  }

  /** Whether the texts set any of its parameters. */
  public boolean concerned(Map<String, List<String>> texts) {
    return parameters.stream().anyMatch(p -> texts.containsKey(p.name()));
  }

  /** Whether any of its parameters is among the names. */
  public boolean ownsAny(Set<String> names) {
    return parameters.stream().anyMatch(p -> names.contains(p.name()));
  }

  /**
   * The owner's values out of all texts of a CT.
   *
   * @throws ContainerException BAD_VALUE naming every text that its type refuses
   */
  public ParameterValues values(Map<String, List<String>> texts) {
    List<Problem> problems = new ArrayList<>();
    ParameterValues.Builder builder = ParameterValues.builder();
    for (Parameter<?> p : parameters) {
      List<String> own = texts.getOrDefault(p.name(), List.of());
      try {
        builder.parse(p, own);
      } catch (RuntimeException e) {
        problems.add(Problem.of(p.name(), shown(p, own), String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
    return builder.build();
  }

  private static String shown(Parameter<?> p, List<String> texts) {
    return p.secret() ? "" : String.join(", ", texts);
  }
}
