package io.cooperage.controller.network;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import java.util.List;

/** Parameter values from names and texts. */
final class Values {
  private Values() {}

  static ParameterValues of(String... namesAndTexts) {
    ParameterValues.Builder values = ParameterValues.builder();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      String name = namesAndTexts[i];
      Parameter<?> parameter =
          NetworkParameters.ALL.stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow();
      values.parse(parameter, List.of(namesAndTexts[i + 1]));
    }
    return values.build();
  }
}
