package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One template that is built, and one that is only offered. */
public final class FakeTemplates implements TemplateService {
  private final FakeJobs jobs;

  public FakeTemplates(FakeJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<TemplateInfo> list() {
    return List.of(
        new TemplateInfo(
            "busybox", "Tiny", "busybox", "abc", 3 << 20, Optional.of(Instant.EPOCH), 2),
        new TemplateInfo("debian-13", "Debian", "debootstrap", "", 0, Optional.empty(), 0));
  }

  @Override
  public Optional<TemplateInfo> find(String name) {
    return list().stream().filter(t -> t.name().equals(name)).findFirst();
  }

  private TemplateInfo get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ContainerException(ErrorCode.NO_SUCH_TEMPLATE, "there is no template " + name));
  }

  @Override
  public Job<TemplateInfo> build(String name) {
    return jobs.start("build", name, Optional.of(get(name)));
  }

  @Override
  public Job<Void> delete(String name) {
    return jobs.start("delete", get(name).name(), Optional.empty());
  }
}
