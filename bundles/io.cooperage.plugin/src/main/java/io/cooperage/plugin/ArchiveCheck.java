package io.cooperage.plugin;

import io.cooperage.api.error.ContainerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Reads an archive that only we can change any more, entry by entry, and answers what is in it. */
final class ArchiveCheck {
  static final int MOST_ENTRIES = 2_000;
  static final long MOST_BYTES = 256L << 20;
  private static final int MOST_XML = 1 << 20;

  private final Path file;
  private final String shownAs;
  private final TrustFolder trust;
  private final Map<String, byte[]> jars = new HashMap<>();
  private final Map<String, byte[]> documents = new HashMap<>();
  private final Set<CertPath> signers = new HashSet<>();

  ArchiveCheck(Path file, String shownAs, TrustFolder trust) {
    this.file = file;
    this.shownAs = shownAs;
    this.trust = trust;
  }

  /**
   * Checks signature, names and sizes.
   *
   * @throws ContainerException PLUGIN_REFUSED with the reason
   */
  PluginContents check(String digest) {
    readEntries();
    String signer = checkSigner();
    if (documents.size() != 1) {
      throw refuse(
          "it must have one features file, not " + documents.size(), "pack one feature in a KAR");
    }
    Map.Entry<String, byte[]> features = documents.entrySet().iterator().next();
    try {
      FeatureDocument document = FeatureDocument.parse(features.getValue());
      return new PluginContents(
          document.name(),
          document.version(),
          features.getKey(),
          bundles(document),
          signer,
          digest);
    } catch (IOException e) {
      throw Refusal.of(shownAs, e.getMessage(), "mend the features file", e);
    }
  }

  private void readEntries() {
    try (JarFile jar = new JarFile(file.toFile(), true)) {
      long total = 0;
      List<JarEntry> entries = Collections.list(jar.entries());
      if (entries.size() > MOST_ENTRIES) {
        throw refuse("it has more than " + MOST_ENTRIES + " entries", "ship fewer files");
      }
      for (JarEntry entry : entries) {
        byte[] content = read(jar, entry, MOST_BYTES - total);
        total += content.length;
        keep(entry, content);
      }
    } catch (SecurityException e) {
      throw Refusal.of(
          shownAs,
          "it was changed after it was signed: " + e.getMessage(),
          "get it anew from its vendor",
          e);
    } catch (IOException e) {
      throw Refusal.of(shownAs, "it cannot be read: " + e.getMessage(), "give a KAR file", e);
    }
  }

  private byte[] read(JarFile jar, JarEntry entry, long left) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
      if (content.length > left) {
        throw refuse("it unpacks to more than " + (MOST_BYTES >> 20) + " MiB", "ship less");
      }
      return content;
    }
  }

  private void keep(JarEntry entry, byte[] content) {
    String name = entry.getName();
    if (entry.isDirectory() || isSignatureFile(name)) {
      return;
    }
    if (!safe(name)) {
      throw refuse(
          "its entry '" + printable(name) + "' is not inside repository/", "pack it again");
    }
    CodeSigner[] by = entry.getCodeSigners();
    if (by == null || by.length == 0) {
      throw refuse(
          "its entry '" + name + "' is not signed", "sign the whole archive with jarsigner");
    }
    signers.add(by[0].getSignerCertPath());
    if (name.endsWith(".jar")) {
      jars.put(name, content);
    } else if (name.endsWith(".xml") && name.contains("features")) {
      if (content.length > MOST_XML) {
        throw refuse("its features file is larger than 1 MiB", "ship a smaller one");
      }
      documents.put(name, content);
    }
  }

  private static boolean isSignatureFile(String name) {
    return name.startsWith("META-INF/") && name.indexOf('/', 9) < 0;
  }

  private static boolean safe(String name) {
    return name.matches("repository(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)+") && !name.contains("..");
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private String checkSigner() {
    if (signers.size() != 1) {
      throw refuse(
          signers.isEmpty() ? "it is not signed" : "its entries have different signers",
          "sign the whole archive with jarsigner and one key");
    }
    CertPath chain = signers.iterator().next();
    X509Certificate certificate = (X509Certificate) chain.getCertificates().get(0);
    String subject = certificate.getSubjectX500Principal().getName();
    try {
      trust.check(chain);
    } catch (GeneralSecurityException | IOException e) {
      throw Refusal.of(
          shownAs,
          "this node does not trust its signer " + subject + " (" + e.getMessage() + ")",
          "if you trust the vendor, put its certificate as PEM into " + trust.folder(),
          e);
    }
    return subject;
  }

  private List<BundleEntry> bundles(FeatureDocument document) throws IOException {
    List<BundleEntry> bundles = new ArrayList<>();
    for (String location : document.bundles()) {
      Optional<String> entry = MavenLocation.entry(location).filter(jars::containsKey);
      if (entry.isEmpty()) {
        throw new IOException(
            "its feature names the bundle "
                + printable(location)
                + ", which is not in the archive");
      }
      bundles.add(bundle(entry.get(), jars.get(entry.get())));
    }
    if (bundles.isEmpty()) {
      throw new IOException("its feature has no bundle");
    }
    return bundles;
  }

  private static BundleEntry bundle(String path, byte[] jar) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      Manifest manifest = in.getManifest();
      if (manifest == null) {
        throw new IOException(path + " has no manifest as its first entry");
      }
      Attributes main = manifest.getMainAttributes();
      String symbolicName = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
      if (symbolicName == null) {
        throw new IOException(path + " is no OSGi bundle");
      }
      String version = main.getValue(Constants.BUNDLE_VERSION);
      return new BundleEntry(
          path, symbolicName.split(";", 2)[0].strip(), Version.parseVersion(version));
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " has a malformed version", e);
    }
  }

  private ContainerException refuse(String reason, String remedy) {
    return Refusal.of(shownAs, reason, remedy);
  }
}
