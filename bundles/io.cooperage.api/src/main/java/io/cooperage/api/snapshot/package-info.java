/** Snapshots of CTs' disks, and CTs made from other CTs. */
@Export
@Version("1.0.0")
package io.cooperage.api.snapshot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
