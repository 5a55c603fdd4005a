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
import java.util.stream.Collectors;

/**
 * One owner and those of its parameters that are active.
 *
 * @param shadowed those that another owner has now; the owner is told their values all the same, so
 *     that it does not reset what it shares a knob with
 */
public record OwnerSlice(
    Offer<? extends ParameterOwner> owner,
    List<Parameter<?>> parameters,
    List<Parameter<?>> shadowed) {
  public OwnerSlice {
    parameters = List.copyOf(parameters);
    shadowed = List.copyOf(shadowed);
  }

  /** An owner that nobody shadows. */
  public OwnerSlice(Offer<? extends ParameterOwner> owner, List<Parameter<?>> parameters) {
    this(owner, parameters, List.of());
  }

  /** Names of the active ones. */
  public Set<String> names() {
    return parameters.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
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
    shadowed.forEach(p -> addReadable(builder, p, texts.getOrDefault(p.name(), List.of())));
    return builder.build();
  }

  // Only the active owner's syntax counts; what this one cannot read it goes without.
  private static void addReadable(
      ParameterValues.Builder builder, Parameter<?> p, List<String> texts) {
    try {
      builder.parse(p, texts);
    } catch (RuntimeException e) {
      return;
    }
  }

  private static String shown(Parameter<?> p, List<String> texts) {
    return p.secret() ? "" : String.join(", ", texts);
  }
}
