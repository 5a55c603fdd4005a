package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.itests.node.vendor.Behaviour;
import io.cooperage.itests.node.vendor.VendorActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A vendor's bundle blocks itself at most, and says for which contract it was built. */
@ExtendWith(NodeExtension.class)
class VendorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String VENDOR = "com.example.vendor";
  private static final Map<Behaviour, String> WORDS =
      Map.of(
          Behaviour.THROWS, "the vendor's own fault",
          Behaviour.HANGS, "no answer",
          Behaviour.ANSWERS_NULL, "answered null",
          Behaviour.DOES_NOT_LINK, "NotDelivered");
  private static final String RUNNING = "101";
  private static final String SCRATCH = "901";

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
  void misbehavingControllerBlocksItselfAlone(Behaviour behaviour, TestNode node)
      throws IOException {
    ContainerIT.create(node, RUNNING, "--cpulimit", "60");
    long init = ContainerIT.find(node, RUNNING).get("initPid").asLong();
    install(node, jar(node, behaviour, "[1.0,2)"));
    try {
      CtResult refused = node.ct("set", RUNNING, "--vendorlimit", "7");
      assertThat(refused.ok()).as("%s", refused).isFalse();
      assertThat(refused.error()).contains(WORDS.get(behaviour));
      EveryVerb.works(node, SCRATCH);
      node.ct("set", RUNNING, "--cpulimit", "50").orFail();
      assertThat(ContainerIT.find(node, RUNNING).get("initPid").asLong()).isEqualTo(init);
    } finally {
      node.ct("bundle:uninstall", VENDOR).orFail();
    }
    assertThat(node.ct("set", RUNNING, "--vendorlimit", "7").ok()).isFalse();
    node.ct("exec", RUNNING, "--", "true").orFail();
    EveryVerb.works(node, SCRATCH);
  }

  @Test
  void bundleBuiltForThisMajorVersionRuns(TestNode node) throws IOException {
    ContainerIT.create(node, RUNNING);
    install(node, jar(node, Behaviour.GOOD, "[1.0,2)"));
    try {
      node.ct("set", RUNNING, "--vendorlimit", "7").orFail();
      assertThat(node.ct("show", RUNNING).output()).contains("vendorlimit");
    } finally {
      node.ct("bundle:uninstall", VENDOR).orFail();
    }
  }

  @Test
  void pluginBuiltForTheNextMajorVersionIsRefused(TestNode node) throws IOException {
    Path kar = VendorArchive.write(node, jar(node, Behaviour.GOOD, "[2.0,3)"), "vendor");
    VendorArchive.sign(node, kar);
    CtResult refused = node.ct("plugin", "install", kar.toString());
    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("does not resolve", "io.cooperage.", "version>=2.0.0");
    assertThat(node.ct("plugin", "list", "--json").json()).isEmpty();
    assertThat(node.ct("parameters").output()).doesNotContain("vendorlimit");
  }

  @Test
  void shadowTellsWhatItWouldHaveDoneAndTakesOverWithNoChangeInTheKernel(TestNode node)
      throws IOException {
    ContainerIT.create(node, RUNNING, "--cpulimit", "60");
    Map<String, String> shadow =
        Map.of(VendorActivator.PARAMETER, "cpulimit", VendorActivator.RANKING, "-7");
    Path jar = jar(node, Behaviour.GOOD, "[1.0,2)", shadow);
    node.ct("bundle:install", "-s", jar.toUri().toString()).orFail();
    try {
      awaitOwner(node, "controller.vendor, shadowed");
      node.ct("set", RUNNING, "--cpulimit", "45").orFail();
      awaitOwner(node, "would have set cpulimit to 45 on CT " + RUNNING);
      assertThat(node.ct("node", "doctor").output()).contains("controller.vendor is shadowed");
      String inForce = quota(node);
      node.ct("bundle:stop", "io.cooperage.controller.cpu").orFail();
      awaitOwner(node, "controller.vendor, active");
      assertThat(quota(node)).isEqualTo(inForce);
      node.ct("bundle:start", "io.cooperage.controller.cpu").orFail();
      awaitOwner(node, "controller.vendor, shadowed");
      assertThat(quota(node)).isEqualTo(inForce);
    } finally {
      node.ct("bundle:start", "io.cooperage.controller.cpu");
      node.ct("bundle:uninstall", VENDOR).orFail();
    }
    assertThat(ContainerIT.effective(node.ct("show", RUNNING, "--json").json(), "cpulimit"))
        .isEqualTo("45");
  }

  private static void awaitOwner(TestNode node, String words) {
    Await.until(
        () -> words + ": " + node.ct("parameters", "cpulimit"),
        PATIENCE,
        () -> node.ct("parameters", "cpulimit").output().contains(words));
  }

  private static String quota(TestNode node) throws IOException {
    String id = ContainerIT.find(node, RUNNING).get("id").asText();
    String group = "cooperage/" + node.name() + "/" + id;
    Path v1 = Path.of("/sys/fs/cgroup/cpu", group, "cpu.cfs_quota_us");
    return Files.readString(Files.exists(v1) ? v1 : Path.of("/sys/fs/cgroup", group, "cpu.max"));
  }

  private static void install(TestNode node, Path jar) {
    node.ct("bundle:install", "-s", jar.toUri().toString()).orFail();
    Await.until(
        "its parameter is there",
        PATIENCE,
        () -> node.ct("parameters").output().contains("vendorlimit"));
  }

  private static Path jar(TestNode node, Behaviour behaviour, String range) throws IOException {
    return jar(node, behaviour, range, Map.of());
  }

  private static Path jar(
      TestNode node, Behaviour behaviour, String range, Map<String, String> more)
      throws IOException {
    String version = ";version=\"" + range + "\"";
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Bundle-SymbolicName", VENDOR);
    headers.put("Bundle-Version", "1.0.0");
    headers.put("Bundle-Activator", VendorActivator.class.getName());
    headers.put(
        "Import-Package",
        "org.osgi.framework,io.cooperage.api.parameter"
            + version
            + ",io.cooperage.spi.controller"
            + version);
    headers.put(VendorActivator.BEHAVIOUR, behaviour.name());
    return BundleJar.write(
        Files.createTempFile(node.state(), "vendor", ".jar"), headers, VendorActivator.classes());
  }
}
