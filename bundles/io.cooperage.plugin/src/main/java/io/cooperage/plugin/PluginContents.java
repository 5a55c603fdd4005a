package io.cooperage.plugin;

import io.cooperage.api.plugin.PluginInfo;
import java.util.List;

/**
 * A checked archive.
 *
 * @param name the name of its one feature
 * @param featuresPath entry of the features file
 * @param signer subject of the signing certificate
 * @param digest SHA-256 of the archive in hexadecimal
 */
record PluginContents(
    String name,
    String version,
    String featuresPath,
    List<BundleEntry> bundles,
    String signer,
    String digest) {

  PluginInfo info(String state) {
    return new PluginInfo(
        name,
        version,
        signer,
        digest,
        state,
        bundles.stream().map(b -> b.symbolicName() + "/" + b.version()).toList());
  }
}
