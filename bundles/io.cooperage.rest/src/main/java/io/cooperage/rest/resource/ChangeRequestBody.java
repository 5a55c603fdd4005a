package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.http.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The body of {@code PATCH /1.0/containers/{ref}}; every field may be absent. */
record ChangeRequestBody(
    Map<String, Object> settings,
    List<SettingsBody.ChangeBody> changes,
    String scope,
    boolean dryRun,
    boolean force,
    String sample,
    String name,
    Map<String, String> labels,
    String description) {

  List<RawSetting> rawSettings() {
    return SettingsBody.of(settings, changes);
  }

  SetOptions options(OptionalLong ifRevision) {
    String text = scope == null ? "both" : scope;
    try {
      Scope parsed = Scope.valueOf(text.toUpperCase(Locale.ROOT));
      return new SetOptions(parsed, dryRun, ifRevision, force, sampleName());
    } catch (IllegalArgumentException e) {
      throw Exchange.bad("scope", text, "must be running, saved or both");
    }
  }

  String sampleName() {
    return sample == null ? "" : sample;
  }

  boolean describes() {
    return name != null || labels != null || description != null;
  }

  Optional<ContainerName> newName() {
    return Optional.ofNullable(name).map(CreateBody::name);
  }

  Map<String, String> newLabels() {
    return CreateBody.entries(labels);
  }

  Optional<String> newDescription() {
    return Optional.ofNullable(description);
  }
}
