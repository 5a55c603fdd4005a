/** Backups of CTs, full and incremental, and CTs restored from them. */
@Export
@Version("1.0.0")
package io.cooperage.api.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
