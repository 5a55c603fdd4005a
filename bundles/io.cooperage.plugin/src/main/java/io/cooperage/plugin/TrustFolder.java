package io.cooperage.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates whose plug-ins this node accepts: one PEM file each. Read anew for each check.
 */
record TrustFolder(Path folder) {

  /**
   * Checks a signer's chain.
   *
   * @throws GeneralSecurityException if no certificate in the folder vouches for it
   */
  void check(CertPath chain) throws GeneralSecurityException, IOException {
    Set<TrustAnchor> anchors = anchors();
    if (anchors.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in " + folder);
    }
    List<? extends java.security.cert.Certificate> certificates = chain.getCertificates();
    if (isAnchor(anchors, (X509Certificate) certificates.get(0))) {
      ((X509Certificate) certificates.get(0)).checkValidity();
      return;
    }
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(chain, parameters);
  }

  private static boolean isAnchor(Set<TrustAnchor> anchors, X509Certificate certificate) {
    return anchors.stream().anyMatch(a -> a.getTrustedCert().equals(certificate));
  }

  private Set<TrustAnchor> anchors() throws GeneralSecurityException, IOException {
    Set<TrustAnchor> anchors = new HashSet<>();
    if (!Files.isDirectory(folder)) {
      return anchors;
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          factory
              .generateCertificates(in)
              .forEach(c -> anchors.add(new TrustAnchor((X509Certificate) c, null)));
        }
      }
    }
    return anchors;
  }
}
