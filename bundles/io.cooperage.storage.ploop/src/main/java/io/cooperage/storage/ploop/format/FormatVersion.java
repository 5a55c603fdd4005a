package io.cooperage.storage.ploop.format;

import java.nio.charset.StandardCharsets;

/** Version of the on-disk format, told by the signature. */
public enum FormatVersion {
  /** Allocation table in sectors, image below 2 TiB. */
  V1("WithoutFreeSpace"),
  /** Allocation table in clusters. */
  V2("WithouFreSpacExt");

  static final int SIGNATURE_LENGTH = 16;

  private final String signature;

  FormatVersion(String signature) {
    this.signature = signature;
  }

  byte[] signature() {
    return signature.getBytes(StandardCharsets.US_ASCII);
  }

  static FormatVersion ofSignature(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (FormatVersion version : values()) {
      if (version.signature.equals(text)) {
        return version;
      }
    }
    throw new MalformedImageException("not a ploop image: its signature is missing");
  }
}
