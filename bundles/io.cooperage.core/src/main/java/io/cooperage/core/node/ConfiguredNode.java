package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.node.NodeEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node as configured. Its folders are locked while the service lives. */
@Component(
    service = {NodeEnvironment.class, NodeDefaults.class},
    configurationPid = "io.cooperage.node",
    // With defaults it would for a moment lock the folders of another node.
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfiguredNode implements NodeDefaults {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredNode.class);

  private final NodeSettings settings;
  private final NodeFolders folders;

  /** What an administrator may set in {@code io.cooperage.node}. */
  public @interface Config {
    /** Short name, [a-z0-9-]{1,15}. */
    String name() default "node";

    /** Data that outlives a reboot. */
    String stateFolder() default "/var/lib/cooperage";

    /** Data that a reboot wipes. */
    String runFolder() default "/run/cooperage";

    /** The running program; empty for Karaf's home. */
    String programFolder() default "";

    /** Sample configurations; empty for {@code samples} beside this file. */
    String sampleFolder() default "";

    /** Our group below each cgroup hierarchy; empty for cooperage/NAME. */
    String cgroupParent() default "";

    /** First characters of every veth on the host. */
    String vethPrefix() default "coop";

    /** Name of our nft table; empty for one that follows from the name. */
    String nftTable() default "";

    /** First host id that may belong to a CT. */
    long idBase() default 524288;

    /** Ids that a new CT gets. */
    long idWidth() default 65536;

    /** Template of a CT whose creator names none. */
    String template() default "debian-13";

    /** Storage of new CTs. */
    String storage() default "ploop";

    /** Network of new CTs. */
    String network() default "routed";

    /** Isolation of new CTs. */
    String isolation() default "namespaces";

    /** Seconds between two samples of usage while somebody looks, 1..3600. */
    int samplePeriod() default 1;

    /** Seconds between two samples while nobody looks, samplePeriod..3600. */
    int idleSamplePeriod() default 10;

    /** What happens to limits that somebody else changes: report or restore. */
    String drift() default "report";

    /** Seconds until each CT's limits are looked at again. */
    int driftSeconds() default 5;

    /** What happens when a storage pool gets full: pause CTs that write, or report. */
    String fullPool() default "pause";
  }

  /** Called by the framework; the properties have the keys {@code overcommit.RESOURCE}. */
  @Activate
  public ConfiguredNode(Config config, Map<String, Object> properties, BundleContext context) {
    this.settings = NodeSettings.of(config, properties);
    try {
      this.folders = NodeFolders.open(settings.stateFolder(), settings.runFolder());
    } catch (ContainerException e) {
      LOG.error("This daemon ends: {} {}", e.getMessage(), e.hint());
      end(context);
      throw e;
    }
  }

  ConfiguredNode(NodeSettings settings) {
    this.settings = settings;
    this.folders = NodeFolders.open(settings.stateFolder(), settings.runFolder());
  }

  // A daemon without its folders is of no use, and two on one set would destroy each other's CTs.
  private static void end(BundleContext context) {
    Thread stopper =
        new Thread(
            () -> {
              try {
                context.getBundle(0).stop();
              } catch (BundleException e) {
                LOG.error("The framework does not stop", e);
              }
            },
            "cooperage-end");
    stopper.start();
  }

  @Deactivate
  void close() {
    folders.close();
  }

  @Override
  public UUID uuid() {
    return folders.uuid();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Path stateFolder() {
    return settings.stateFolder();
  }

  @Override
  public Path runFolder() {
    return settings.runFolder();
  }

  @Override
  public Path programFolder() {
    return settings.programFolder();
  }

  @Override
  public String cgroupParent() {
    return settings.cgroupParent();
  }

  @Override
  public String vethPrefix() {
    return settings.vethPrefix();
  }

  @Override
  public String nftTable() {
    return settings.nftTable();
  }

  @Override
  public String bootId() {
    return folders.bootId();
  }

  @Override
  public long idBase() {
    return settings.idBase();
  }

  @Override
  public long idWidth() {
    return settings.idWidth();
  }

  @Override
  public String template() {
    return settings.template();
  }

  @Override
  public Map<String, String> kinds() {
    return settings.kinds();
  }

  @Override
  public Path sampleFolder() {
    return settings.sampleFolder();
  }

  @Override
  public Duration samplePeriod() {
    return settings.samplePeriod();
  }

  @Override
  public Duration idleSamplePeriod() {
    return settings.idleSamplePeriod();
  }

  @Override
  public Overcommit overcommit() {
    return settings.overcommit();
  }

  @Override
  public DriftPolicy drift() {
    return settings.drift();
  }

  @Override
  public FullPool fullPool() {
    return settings.fullPool();
  }
}
