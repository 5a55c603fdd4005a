package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The configuration of a node, checked and completed. */
record NodeSettings(
    String name,
    Path stateFolder,
    Path runFolder,
    Path programFolder,
    Path sampleFolder,
    String cgroupParent,
    String vethPrefix,
    String nftTable,
    long idBase,
    long idWidth,
    String template,
    Map<String, String> kinds,
    Duration samplePeriod,
    Duration idleSamplePeriod,
    Overcommit overcommit,
    DriftPolicy drift,
    FullPool fullPool) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,15}");
  private static final Pattern GROUP = Pattern.compile("cooperage(/[A-Za-z0-9_-]+)+");
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0,4}");
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,30}");
  private static final long SPARE = 65536;
  private static final long HOUR = 3600;

  NodeSettings {
    kinds = Map.copyOf(kinds);
    require(NAME.matcher(name).matches(), "name", name, NAME.pattern());
    require(GROUP.matcher(cgroupParent).matches(), "cgroupParent", cgroupParent, GROUP.pattern());
    require(PREFIX.matcher(vethPrefix).matches(), "vethPrefix", vethPrefix, PREFIX.pattern());
    require(TABLE.matcher(nftTable).matches(), "nftTable", nftTable, TABLE.pattern());
    require(idWidth >= SPARE, "idWidth", Long.toString(idWidth), "65536 or more");
    require(
        idBase >= SPARE && idBase + idWidth <= 1L << 31,
        "idBase",
        Long.toString(idBase),
        "65536 or more, and the first slot below 2^31");
    long period = samplePeriod.toSeconds();
    require(
        period >= 1 && period <= HOUR, "samplePeriod", Long.toString(period), "1..3600 (seconds)");
    long idle = idleSamplePeriod.toSeconds();
    require(
        idle >= period && idle <= HOUR,
        "idleSamplePeriod",
        Long.toString(idle),
        "samplePeriod..3600 (seconds)");
  }

  static NodeSettings of(ConfiguredNode.Config c, Map<String, ?> configuration) {
    String name = c.name();
    boolean plain = name.equals("node");
    String home = System.getProperty("karaf.home", ".");
    String etc = System.getProperty("karaf.etc", "etc");
    return new NodeSettings(
        name,
        Path.of(c.stateFolder()).toAbsolutePath(),
        Path.of(c.runFolder()).toAbsolutePath(),
        Path.of(orElse(c.programFolder(), home)).toAbsolutePath(),
        Path.of(orElse(c.sampleFolder(), etc + "/samples")).toAbsolutePath(),
        orElse(c.cgroupParent(), "cooperage/" + name),
        c.vethPrefix(),
        orElse(c.nftTable(), plain ? "cooperage" : "cooperage_" + name.replace('-', '_')),
        c.idBase(),
        c.idWidth(),
        c.template(),
        Map.of("storage", c.storage(), "network", c.network(), "isolation", c.isolation()),
        Duration.ofSeconds(c.samplePeriod()),
        Duration.ofSeconds(c.idleSamplePeriod()),
        Overcommit.of(configuration),
        DriftPolicy.of(c.drift(), c.driftSeconds()),
        FullPool.of(c.fullPool()));
  }

  private static String orElse(String text, String other) {
    return text.isBlank() ? other : text;
  }

  private static void require(boolean rule, String key, String value, String form) {
    if (!rule) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "io.cooperage.node: " + key + " '" + value + "' must be " + form);
    }
  }
}
