package io.cooperage.api.container;

import io.cooperage.api.parameter.RawSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a new CT shall be. What is left out gets the node's defaults. */
public final class CreateRequest {
  private final Optional<Ctid> ctid;
  private final Optional<ContainerName> name;
  private final String template;
  private final String sample;
  private final Map<String, String> kinds;
  private final Map<String, String> labels;
  private final String description;
  private final List<RawSetting> settings;
  private final Optional<ContainerId> id;
  private final boolean start;

  private CreateRequest(Builder b) {
    this.ctid = b.ctid;
    this.name = b.name;
    this.template = b.template;
    this.sample = b.sample;
    this.kinds = Map.copyOf(b.kinds);
    this.labels = Map.copyOf(b.labels);
    this.description = b.description;
    this.settings = List.copyOf(b.settings);
    this.id = b.id;
    this.start = b.start;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The wanted number; empty for the lowest that is free. */
  public Optional<Ctid> ctid() {
    return ctid;
  }

  public Optional<ContainerName> name() {
    return name;
  }

  /** Template name; empty for the node's default. */
  public String template() {
    return template;
  }

  /** Sample configuration ({@code --config}); empty for none. */
  public String sample() {
    return sample;
  }

  public Map<String, String> kinds() {
    return kinds;
  }

  public Map<String, String> labels() {
    return labels;
  }

  public String description() {
    return description;
  }

  public List<RawSetting> settings() {
    return settings;
  }

  /** The wanted identity, for imports; empty for a new one. */
  public Optional<ContainerId> id() {
    return id;
  }

  /**
   * Whether it is started as well; if only that fails it stays, stopped, and the job has failed.
   */
  public boolean start() {
    return start;
  }

  /** Collects a request; single-threaded. */
  public static final class Builder {
    private Optional<Ctid> ctid = Optional.empty();
    private Optional<ContainerName> name = Optional.empty();
    private String template = "";
    private String sample = "";
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private String description = "";
    private final List<RawSetting> settings = new ArrayList<>();
    private Optional<ContainerId> id = Optional.empty();
    private boolean start;

    private Builder() {}

    public Builder ctid(Ctid value) {
      ctid = Optional.of(value);
      return this;
    }

    public Builder name(ContainerName value) {
      name = Optional.of(value);
      return this;
    }

    public Builder template(String value) {
      template = value;
      return this;
    }

    public Builder sample(String value) {
      sample = value;
      return this;
    }

    /** Picks a provider: {@code kind("storage", "ploop")}. */
    public Builder kind(String family, String kind) {
      kinds.put(family, kind);
      return this;
    }

    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    public Builder description(String value) {
      description = value;
      return this;
    }

    public Builder setting(RawSetting value) {
      settings.add(value);
      return this;
    }

    public Builder settings(List<RawSetting> values) {
      settings.addAll(values);
      return this;
    }

    public Builder id(ContainerId value) {
      id = Optional.of(value);
      return this;
    }

    /** Whether it is started as well; false if not called. */
    public Builder start(boolean value) {
      start = value;
      return this;
    }

    public CreateRequest build() {
      return new CreateRequest(this);
    }
  }
}
