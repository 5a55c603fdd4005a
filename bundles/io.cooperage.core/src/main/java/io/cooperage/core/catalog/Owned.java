package io.cooperage.core.catalog;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.util.ArrayList;
import java.util.List;

/** A parameter, who owns it, and where it stands. */
public record Owned(
    Parameter<?> parameter, Offer<? extends ParameterOwner> owner, ParameterInfo info) {

  static Owned of(
      Parameter<?> p, Offer<? extends ParameterOwner> owner, ParameterStatus status, String why) {
    return new Owned(p, owner, describe(p, owner.describe(), status, why));
  }

  private static ParameterInfo describe(
      Parameter<?> p, String owner, ParameterStatus status, String why) {
    return new ParameterInfo(
        p.name(),
        p.aliases(),
        owner,
        status,
        why,
        p.type().syntax(),
        p.type().json(),
        p.unit(),
        p.list(),
        p.addOption(),
        p.removeOption(),
        p.defaultText(),
        p.description(),
        p.group(),
        p.applies());
  }

  /** The same with a further remark. */
  Owned saying(String remark) {
    return of(parameter, owner, info.status(), info.detail() + "; " + remark);
  }

  /** A row for what cannot even be described. */
  static ParameterInfo rejected(String name, String owner, String why) {
    return new ParameterInfo(
        name,
        List.of(),
        owner,
        ParameterStatus.REJECTED,
        why,
        "",
        JsonForm.string(),
        "",
        false,
        "",
        "",
        "",
        "",
        "general",
        io.cooperage.api.parameter.Applies.LIVE);
  }

  /** Every word that means this parameter on a command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(parameter.name());
    words.addAll(parameter.aliases());
    if (parameter.list()) {
      words.add(parameter.addOption());
      words.add(parameter.removeOption());
    }
    return words;
  }

  boolean active() {
    return info.status() == ParameterStatus.ACTIVE;
  }
}
