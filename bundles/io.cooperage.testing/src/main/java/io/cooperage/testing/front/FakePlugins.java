package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Accepts every archive whose name ends with {@code .kar}. */
public final class FakePlugins implements PluginService {
  private final FakeJobs jobs;

  public FakePlugins(FakeJobs jobs) {
    this.jobs = jobs;
  }

  private static PluginInfo info(String name) {
    return new PluginInfo(name, "1.0", "CN=vendor", "abc", "active", List.of("vendor.bundle"));
  }

  @Override
  public List<PluginInfo> list() {
    return List.of(info("vendor"));
  }

  @Override
  public PluginInfo verify(Path archive) {
    if (!archive.toString().endsWith(".kar")) {
      throw new ContainerException(ErrorCode.PLUGIN_REFUSED, archive + " is not signed");
    }
    return info(archive.toString());
  }

  @Override
  public Job<PluginInfo> install(Path archive) {
    return jobs.start("install", "vendor", Optional.of(verify(archive)));
  }

  @Override
  public Job<PluginInfo> update(Path archive) {
    return jobs.start("update", "vendor", Optional.of(verify(archive)));
  }

  @Override
  public Job<Void> remove(String name) {
    if (!name.equals("vendor")) {
      throw new ContainerException(ErrorCode.NO_SUCH_PLUGIN, "there is no plug-in " + name);
    }
    return jobs.start("remove", name, Optional.empty());
  }
}
