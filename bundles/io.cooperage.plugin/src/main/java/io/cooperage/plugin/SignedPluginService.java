package io.cooperage.plugin;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import io.cooperage.spi.job.JobRunner;
import io.cooperage.spi.node.NodeEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plug-ins that are signed archives in the node's plug-in folder. */
@Component(service = PluginService.class, configurationPid = "io.cooperage.plugin")
@Designate(ocd = SignedPluginService.Settings.class)
public final class SignedPluginService implements PluginService {
  private static final Logger LOG = LoggerFactory.getLogger(SignedPluginService.class);

  private final PluginFolder folder;
  private final TrustFolder trust;
  private final FeatureRuntime runtime;
  private final CollisionCheck collisions;
  private final JobRunner jobs;

  /** Where the trusted certificates are. */
  @ObjectClassDefinition(name = "Cooperage plug-ins")
  public @interface Settings {
    @AttributeDefinition(description = "Folder with the PEM certificates of trusted vendors.")
    String trustFolder() default "/etc/cooperage/trust";
  }

  @Activate
  public SignedPluginService(
      Settings settings,
      BundleContext context,
      @Reference NodeEnvironment node,
      @Reference FeaturesService features,
      @Reference JobRunner jobs) {
    this(
        new PluginFolder(node.stateFolder().resolve("plugins")),
        new TrustFolder(Path.of(settings.trustFolder())),
        new KarafFeatures(features),
        CollisionCheck.of(context),
        jobs);
    try {
      folder.recover();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + folder.folder(), e);
    }
    jobs.submit(
        "install",
        "plugins",
        progress -> {
          installAgain();
          return null;
        });
  }

  SignedPluginService(
      PluginFolder folder,
      TrustFolder trust,
      FeatureRuntime runtime,
      CollisionCheck collisions,
      JobRunner jobs) {
    this.folder = folder;
    this.trust = trust;
    this.runtime = runtime;
    this.collisions = collisions;
    this.jobs = jobs;
  }

  /**
   * Karaf's data is fresh after an upgrade: what is in the folder comes back, each checked as at
   * first. What Karaf has kept of a plug-in whose folder was tampered with goes.
   */
  void installAgain() {
    for (String name : names()) {
      try {
        PluginContents contents = checkInPlace(name);
        folder.refresh(contents);
        if (!runtime.installed(name)) {
          runtime.install(folder.features(name).toUri(), name, contents.version());
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("Plug-in {} stays out: {}", name, e.getMessage());
        putOut(name);
      }
    }
  }

  private void putOut(String name) {
    try {
      if (runtime.installed(name)) {
        runtime.uninstall(folder.features(name).toUri(), name);
      }
    } catch (RuntimeException e) {
      LOG.error("Plug-in {} cannot be put out: {}", name, e.getMessage());
    }
  }

  @Override
  public List<PluginInfo> list() {
    List<PluginInfo> all = new ArrayList<>();
    for (String name : names()) {
      try {
        all.add(checkInPlace(name).info(runtime.installed(name) ? "active" : "not active"));
      } catch (ContainerException e) {
        all.add(new PluginInfo(name, "", "", "", e.getMessage(), List.of()));
      }
    }
    return all;
  }

  @Override
  public PluginInfo verify(Path archive) {
    Path staging = stage(archive);
    try {
      return check(archive, staging).info("verified");
    } finally {
      discard(staging);
    }
  }

  @Override
  public Job<PluginInfo> install(Path archive) {
    return submit("install", archive, false);
  }

  @Override
  public Job<PluginInfo> update(Path archive) {
    return submit("update", archive, true);
  }

  private Job<PluginInfo> submit(String action, Path archive, boolean replace) {
    Path staging = stage(archive);
    PluginContents contents;
    try {
      contents = check(archive, staging);
      boolean present = names().contains(contents.name());
      if (present != replace) {
        throw Refusal.of(
            archive.toString(),
            present
                ? contents.name() + " is installed already"
                : contents.name() + " is not installed",
            present ? "use plugin update" : "use plugin install");
      }
    } catch (RuntimeException e) {
      discard(staging);
      throw e;
    }
    return jobs.submit(action, contents.name(), progress -> bringIn(archive, staging, contents));
  }

  private PluginInfo bringIn(Path archive, Path staging, PluginContents contents) {
    String name = contents.name();
    try {
      Path previous = folder.place(staging, name);
      try {
        runtime.simulate(
            archive.toString(), folder.features(name).toUri(), name, contents.version());
        runtime.install(folder.features(name).toUri(), name, contents.version());
      } catch (RuntimeException e) {
        folder.restore(previous, name);
        throw e;
      }
      PluginFolder.discard(previous);
      return contents.info("active");
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.NO_SPACE, "cannot store plug-in " + name + ": " + e.getMessage(), "", e);
    } finally {
      discard(staging);
    }
  }

  @Override
  public Job<Void> remove(String name) {
    if (!names().contains(name)) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_PLUGIN, "there is no plug-in '" + name + "'", "see plugin list");
    }
    return jobs.submit(
        "remove",
        name,
        progress -> {
          runtime.uninstall(folder.features(name).toUri(), name);
          discard(folder.home(name));
          return null;
        });
  }

  private Path stage(Path archive) {
    if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.of(archive.toString(), "it is no regular file", "give the path of a KAR file");
    }
    try (InputStream in = Files.newInputStream(archive, LinkOption.NOFOLLOW_LINKS)) {
      return folder.stage(in, ArchiveCheck.MOST_BYTES);
    } catch (IOException e) {
      throw Refusal.of(archive.toString(), "it cannot be copied: " + e.getMessage(), "", e);
    }
  }

  private PluginContents check(Path archive, Path staging) {
    PluginContents contents = contents(archive.toString(), staging);
    String own = folder.home(contents.name()).toUri().toString();
    for (BundleEntry bundle : contents.bundles()) {
      collisions
          .collision(bundle, own)
          .ifPresent(
              reason -> {
                throw Refusal.of(archive.toString(), reason, "ask the vendor for another name");
              });
    }
    try {
      folder.unpack(staging, contents);
    } catch (IOException e) {
      throw Refusal.of(archive.toString(), "it cannot be unpacked: " + e.getMessage(), "", e);
    }
    return contents;
  }

  private PluginContents checkInPlace(String name) {
    PluginContents contents = contents(name, folder.home(name));
    String remedy = "remove it and install it again";
    if (!contents.name().equals(name)) {
      throw Refusal.of(name, "its archive is that of " + contents.name(), remedy);
    }
    try {
      Optional<String> changed = folder.changed(contents);
      if (changed.isPresent()) {
        throw Refusal.of(name, "its unpacked " + changed.get() + " is not the signed one", remedy);
      }
      return contents;
    } catch (IOException e) {
      throw Refusal.of(name, "it cannot be compared: " + e.getMessage(), remedy, e);
    }
  }

  private PluginContents contents(String shownAs, Path plugin) {
    Path file = PluginFolder.archive(plugin);
    PluginContents contents = new ArchiveCheck(file, shownAs, trust).check(Digests.sha256(file));
    if (!contents.name().matches("[a-z][a-z0-9.-]{1,62}")) {
      throw Refusal.of(
          shownAs, "its feature's name '" + contents.name() + "' is malformed", "use [a-z0-9.-]");
    }
    return contents;
  }

  private List<String> names() {
    try {
      return folder.names();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder.folder(), e);
    }
  }

  private static void discard(Path path) {
    try {
      PluginFolder.discard(path);
    } catch (IOException e) {
      LOG.warn("Cannot remove {}: {}", path, e.getMessage());
    }
  }
}
