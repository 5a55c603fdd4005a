package io.cooperage.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.plugin.PluginInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedPluginServiceTest {
  @TempDir private Path folder;
  private final FakeFeatures runtime = new FakeFeatures();
  private final List<InstalledBundle> bundles = new ArrayList<>();
  private SignedPluginService plugins;
  private Vendor acme;

  @BeforeEach
  void trustAcme() throws IOException, InterruptedException, GeneralSecurityException {
    acme = Vendor.named("acme", folder);
    acme.trustedIn(folder.resolve("trust"));
    plugins =
        new SignedPluginService(
            new PluginFolder(folder.resolve("plugins")),
            new TrustFolder(folder.resolve("trust")),
            runtime,
            new CollisionCheck(() -> bundles),
            new DirectJobs());
  }

  @Test
  void signedPluginIsInstalledListedAndRemoved() throws IOException, GeneralSecurityException {
    PluginInfo installed = plugins.install(acme.sign(kar("meter", "1.0.0"))).await().orElseThrow();
    assertThat(installed.signer()).isEqualTo("CN=acme");
    assertThat(installed.bundles()).containsExactly("meter/1.0.0");
    assertThat(plugins.list())
        .extracting(PluginInfo::name, PluginInfo::state)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("meter", "active"));
    Path features = Path.of(runtime.repositories.get(0));
    assertThat(features)
        .content()
        .contains("file:")
        .contains("meter-1.0.0.jar")
        .doesNotContain("mvn:");

    plugins.remove("meter").await();
    assertThat(runtime.installed).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void updateReplacesAndFailedUpdateKeepsTheOldOne() throws IOException, GeneralSecurityException {
    plugins.install(acme.sign(kar("meter", "1.0.0"))).await();
    plugins.update(acme.sign(kar("meter", "1.1.0"))).await();
    assertThat(runtime.installed).containsEntry("meter", "1.1.0");

    runtime.refusal = "it needs io.cooperage.spi.controller [2.0,3.0)";
    assertThatThrownBy(() -> plugins.update(acme.sign(kar("meter", "2.0.0"))).await())
        .hasMessageContaining("[2.0,3.0)");
    assertThat(plugins.list()).extracting(PluginInfo::version).containsExactly("1.1.0");
    assertThat(leftovers()).containsExactly("meter");
  }

  @Test
  void unsignedArchiveIsRefused() throws IOException {
    refused(kar("meter", "1.0.0"), "is not signed");
  }

  @Test
  void unknownSignerIsRefused() throws IOException, GeneralSecurityException, InterruptedException {
    Vendor mallory = Vendor.named("mallory", folder);
    refused(mallory.sign(kar("meter", "1.0.0")), "does not trust its signer CN=mallory");
  }

  @Test
  void archiveChangedAfterSigningIsRefused() throws IOException, GeneralSecurityException {
    Path signed = acme.sign(kar("meter", "1.0.0"));
    Path tampered = folder.resolve("tampered.kar");
    replaceEntry(signed, tampered, "features.xml", "<features/>");
    refused(tampered, "changed after it was signed");
  }

  @Test
  void entryAddedAfterSigningIsRefused() throws IOException, GeneralSecurityException {
    Path signed = acme.sign(kar("meter", "1.0.0"));
    Path more = folder.resolve("more.kar");
    replaceEntry(signed, more, "-", "");
    refused(more, "is not signed");
  }

  @Test
  void truncatedArchiveIsRefused() throws IOException, GeneralSecurityException {
    Path signed = acme.sign(kar("meter", "1.0.0"));
    try (RandomAccessFile file = new RandomAccessFile(signed.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    refused(signed, "cannot be read");
  }

  @Test
  void namesThatLeaveTheRepositoryAreRefused() throws IOException, GeneralSecurityException {
    Path kar =
        Vendor.kar(
            folder.resolve("evil.kar"),
            "meter",
            "1.0.0",
            Map.of("repository/../../x", new byte[1]));
    refused(acme.sign(kar), "not inside repository/");
  }

  @Test
  void featuresFileWithADtdIsRefused() throws IOException, GeneralSecurityException {
    byte[] xml =
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><features>&e;</features>"
            .getBytes(StandardCharsets.UTF_8);
    Path kar =
        Vendor.kar(
            folder.resolve("dtd.kar"),
            "meter",
            "1.0.0",
            Map.of("repository/com/example/features/1.0.0/features.xml", xml));
    refused(acme.sign(kar), "not well-formed");
  }

  @Test
  void collidingBundlesAreRefused() throws IOException, GeneralSecurityException {
    bundles.add(new InstalledBundle("meter", "mvn:org.other/meter/3.0"));
    refused(acme.sign(kar("meter", "1.0.0")), "installed already, from mvn:org.other/meter/3.0");
    refused(acme.sign(kar("io.cooperage.core", "9.0.0")), "belongs to Cooperage");
  }

  @Test
  void whatDoesNotResolveIsRefused() throws IOException, GeneralSecurityException {
    runtime.refusal = "it needs io.cooperage.spi.controller [2.0,3.0)";
    refused(acme.sign(kar("meter", "1.0.0")), "[2.0,3.0)");
  }

  @Test
  void updateCutShortByACrashIsPutBack() throws IOException, GeneralSecurityException {
    plugins.install(acme.sign(kar("meter", "1.0.0"))).await();
    Path home = folder.resolve("plugins/meter");
    Files.move(home, folder.resolve("plugins/.previous-meter"));
    new PluginFolder(folder.resolve("plugins")).recover();
    assertThat(plugins.list()).extracting(PluginInfo::version).containsExactly("1.0.0");
  }

  @Test
  void bundleThatIsNotTheSignedOneStaysOutAtBoot() throws IOException, GeneralSecurityException {
    plugins.install(acme.sign(kar("meter", "1.0.0"))).await();
    Path bundle = unpacked("meter-1.0.0.jar");
    Files.write(bundle, Files.readAllBytes(Vendor.kar(folder.resolve("x"), "x", "1", Map.of())));
    plugins.installAgain();
    assertThat(runtime.installed).isEmpty();
    assertThat(plugins.list())
        .singleElement()
        .extracting(PluginInfo::state)
        .asString()
        .contains("unpacked repository/com/example/meter/1.0.0/meter-1.0.0.jar")
        .contains("is not the signed one");
    Files.delete(bundle);
    Files.createSymbolicLink(bundle, folder.resolve("x"));
    plugins.installAgain();
    assertThat(runtime.installed).isEmpty();
    plugins.remove("meter").await();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void featuresFileIsMadeFromTheArchiveAgainAtBoot() throws IOException, GeneralSecurityException {
    plugins.install(acme.sign(kar("meter", "1.0.0"))).await();
    Path features = unpacked("features.xml");
    String right = Files.readString(features);
    Files.writeString(features, right.replace("meter-1.0.0.jar", "other.jar"));
    runtime.installed.clear();
    plugins.installAgain();
    assertThat(features).hasContent(right);
    assertThat(runtime.installed).containsEntry("meter", "1.0.0");
  }

  @Test
  void pluginWhoseSignerIsTrustedNoLongerIsPutOutAtBoot()
      throws IOException, GeneralSecurityException {
    plugins.install(acme.sign(kar("meter", "1.0.0"))).await();
    Files.delete(folder.resolve("trust/vendor.pem"));
    plugins.installAgain();
    assertThat(runtime.installed).isEmpty();
  }

  private Path unpacked(String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("plugins/meter/unpacked"))) {
      return all.filter(p -> p.getFileName().toString().equals(name)).findFirst().orElseThrow();
    }
  }

  private void refused(Path archive, String reason) throws IOException {
    assertThatThrownBy(() -> plugins.install(archive).await())
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_REFUSED))
        .hasMessageContaining(reason);
    assertThat(runtime.installed).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  private List<String> leftovers() throws IOException {
    if (!Files.isDirectory(folder.resolve("plugins"))) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder.resolve("plugins"))) {
      return children.map(p -> p.getFileName().toString()).toList();
    }
  }

  private Path kar(String bundle, String version) throws IOException {
    return Vendor.kar(folder.resolve(bundle + "-" + version + ".kar"), bundle, version, Map.of());
  }

  /**
   * Copies an archive with one entry's content replaced, or with an entry more if none has that
   * name.
   */
  private static void replaceEntry(Path from, Path to, String suffix, String content)
      throws IOException {
    boolean replaced = false;
    try (java.util.zip.ZipFile in = new java.util.zip.ZipFile(from.toFile());
        java.util.zip.ZipOutputStream out =
            new java.util.zip.ZipOutputStream(Files.newOutputStream(to))) {
      for (java.util.zip.ZipEntry entry : java.util.Collections.list(in.entries())) {
        out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
        if (entry.getName().endsWith(suffix)) {
          out.write(content.getBytes(StandardCharsets.UTF_8));
          replaced = true;
        } else {
          in.getInputStream(entry).transferTo(out);
        }
        out.closeEntry();
      }
      if (!replaced) {
        out.putNextEntry(new java.util.zip.ZipEntry("repository/com/example/more.jar"));
        out.closeEntry();
      }
    }
  }
}
