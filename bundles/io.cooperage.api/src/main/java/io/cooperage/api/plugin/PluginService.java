package io.cooperage.api.plugin;

import io.cooperage.api.job.Job;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The node's plug-ins. A refused archive changes nothing. Safe for any thread. */
@ProviderType
public interface PluginService {
  List<PluginInfo> list();

  /** Checks signature and resolution without installing. */
  PluginInfo verify(Path archive);

  Job<PluginInfo> install(Path archive);

  /** Replaces an installed plug-in of the same name. */
  Job<PluginInfo> update(Path archive);

  Job<Void> remove(String name);
}
