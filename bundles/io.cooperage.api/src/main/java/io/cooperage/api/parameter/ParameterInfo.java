package io.cooperage.api.parameter;

import java.util.List;

/** One row of the catalog, for help, completion, schemas and listings. */
public record ParameterInfo(
    String name,
    List<String> aliases,
    String owner,
    ParameterStatus status,
    String detail,
    String syntax,
    JsonForm json,
    String unit,
    boolean list,
    String addOption,
    String removeOption,
    String defaultText,
    String description,
    String group,
    Applies applies) {
  public ParameterInfo {
    aliases = List.copyOf(aliases);
  }
}
