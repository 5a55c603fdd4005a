package io.cooperage.itests.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as vendors deliver them. */
final class VendorArchive {
  private VendorArchive() {}

  /** Packs a bundle of version 1.0.0 into an unsigned KAR with one feature. */
  static Path write(TestNode node, Path jar, String feature) throws IOException {
    Path kar = Files.createTempFile(node.state(), feature, ".kar");
    String home = "repository/com/example/";
    String features =
        "<features xmlns='http://karaf.apache.org/xmlns/features/v1.6.0' name='%1$s'>"
            + "<feature name='%1$s' version='1.0.0'>"
            + "<bundle>mvn:com.example/%1$s/1.0.0</bundle></feature></features>";
    try (OutputStream out = Files.newOutputStream(kar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(home + feature + "/1.0.0/" + feature + "-1.0.0.jar"));
      Files.copy(jar, zip);
      zip.putNextEntry(new ZipEntry(home + feature + "-features/1.0.0/features.xml"));
      zip.write(features.formatted(feature).getBytes(StandardCharsets.UTF_8));
    }
    return kar;
  }

  /** Signs an archive with a new key that the node trusts from now on. */
  static void sign(TestNode node, Path kar) throws IOException {
    Path store = node.state().resolve("vendor.p12");
    Files.deleteIfExists(store);
    List<String> common =
        List.of("-storetype", "PKCS12", "-storepass", "changeit", "-keystore", store.toString());
    tool(
        "keytool",
        common,
        "-genkeypair",
        "-alias",
        "vendor",
        "-keyalg",
        "EC",
        "-dname",
        "CN=example");
    tool(
        "jarsigner",
        List.of("-storepass", "changeit", "-keystore", store.toString()),
        kar.toString(),
        "vendor");
    Path trust = Files.createDirectories(node.etc().resolve("trust"));
    tool(
        "keytool",
        common,
        "-exportcert",
        "-rfc",
        "-alias",
        "vendor",
        "-file",
        trust.resolve("example.pem").toString());
  }

  private static void tool(String name, List<String> common, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    List<String> own = List.of(arguments);
    boolean signer = name.equals("jarsigner");
    command.addAll(signer ? common : own);
    command.addAll(signer ? own : common);
    Programs.output(command.toArray(String[]::new));
  }
}
