/** Storage: where the disks of CTs and the images of templates live. */
@Export
@Version("1.1.0")
package io.cooperage.spi.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
