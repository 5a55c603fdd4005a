/** Preflight checks that bundles contribute to starts and migrations. */
@Export
@Version("1.0.0")
package io.cooperage.spi.preflight;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
