/**
 * Backups: what writes and reads them, and where they are kept. A backup is a set of files; one
 * that is whole has a manifest, which is written last.
 */
@Export
@Version("1.0.0")
package io.cooperage.spi.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
