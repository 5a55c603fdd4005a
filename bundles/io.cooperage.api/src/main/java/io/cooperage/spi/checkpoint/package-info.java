/** Checkpoints: a running CT as data, for suspend and migration. */
@Export
@Version("1.0.0")
package io.cooperage.spi.checkpoint;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
