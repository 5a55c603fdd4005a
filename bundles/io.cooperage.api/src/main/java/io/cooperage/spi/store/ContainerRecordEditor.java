package io.cooperage.spi.store;

import io.cooperage.api.container.ContainerName;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a changed copy of a record, with the next revision. Single-threaded. */
public final class ContainerRecordEditor {
  private final ContainerRecord base;
  private Optional<ContainerName> name;
  private String template;
  private String templateDigest;
  private Map<String, List<String>> parameters;
  private Map<String, String> labels;
  private String description;
  private IdMap idMap;
  private boolean wantRunning;
  private Optional<Volume> volume;
  private List<HostMount> mounts;
  private long revision;

  ContainerRecordEditor(ContainerRecord base) {
    this.base = base;
    this.name = base.name();
    this.template = base.template();
    this.templateDigest = base.templateDigest();
    this.parameters = base.parameters();
    this.labels = base.labels();
    this.description = base.description();
    this.idMap = base.idMap();
    this.wantRunning = base.wantRunning();
    this.volume = base.volume();
    this.mounts = base.mounts();
    this.revision = base.revision() + 1;
  }

  public ContainerRecordEditor name(Optional<ContainerName> value) {
    name = value;
    return this;
  }

  public ContainerRecordEditor template(String nameOfTemplate, String digest) {
    template = nameOfTemplate;
    templateDigest = digest;
    return this;
  }

  public ContainerRecordEditor parameters(Map<String, List<String>> value) {
    parameters = value;
    return this;
  }

  public ContainerRecordEditor labels(Map<String, String> value) {
    labels = value;
    return this;
  }

  public ContainerRecordEditor description(String value) {
    description = value;
    return this;
  }

  public ContainerRecordEditor idMap(IdMap value) {
    idMap = value;
    return this;
  }

  public ContainerRecordEditor wantRunning(boolean value) {
    wantRunning = value;
    return this;
  }

  public ContainerRecordEditor volume(Optional<Volume> value) {
    volume = value;
    return this;
  }

  public ContainerRecordEditor mounts(List<HostMount> value) {
    mounts = value;
    return this;
  }

  /** Keeps a revision instead of the next one, for what no front shows. */
  public ContainerRecordEditor revision(long value) {
    revision = value;
    return this;
  }

  public ContainerRecord build() {
    return new ContainerRecord(
        base.id(),
        base.ctid(),
        name,
        revision,
        base.createdAt(),
        base.kinds(),
        template,
        templateDigest,
        parameters,
        labels,
        description,
        idMap,
        wantRunning,
        volume,
        mounts,
        base.unknown());
  }
}
