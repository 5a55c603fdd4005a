package io.cooperage.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** A vendor with a key of its own, made by keytool, who packs and signs archives. */
final class Vendor {
  private static final String PASSWORD = "changeit";

  private final PrivateKey key;
  private final Certificate certificate;

  private Vendor(PrivateKey key, Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  static Vendor named(String name, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "vendor",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new Vendor(
        (PrivateKey) keys.getKey("vendor", PASSWORD.toCharArray()), keys.getCertificate("vendor"));
  }

  void trustedIn(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Files.writeString(folder.resolve("vendor.pem"), pem);
  }

  Path sign(Path unsigned) throws IOException, GeneralSecurityException {
    Path signed = Path.of(unsigned + ".signed");
    JarSigner signer =
        new JarSigner.Builder(
                key, CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)))
            .build();
    try (ZipFile in = new ZipFile(unsigned.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      signer.sign(in, out);
    }
    return signed;
  }

  /** An unsigned KAR with one feature and one bundle; {@code extra} adds or replaces entries. */
  static Path kar(Path file, String bundle, String version, Map<String, byte[]> extra)
      throws IOException {
    String jar =
        "repository/com/example/" + bundle + "/" + version + "/" + bundle + "-" + version + ".jar";
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(jar, bundle(bundle, version));
    entries.put(
        "repository/com/example/features/" + version + "/features.xml", features(bundle, version));
    entries.putAll(extra);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return file;
  }

  static byte[] features(String bundle, String version) {
    return ("<features name='"
            + bundle
            + "' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
            + "<feature name='"
            + bundle
            + "' version='"
            + version
            + "'>"
            + "<bundle>mvn:com.example/"
            + bundle
            + "/"
            + version
            + "</bundle></feature></features>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bundle(String name, String version) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return bytes.toByteArray();
  }
}
