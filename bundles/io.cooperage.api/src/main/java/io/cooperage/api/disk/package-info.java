/** The disks of CTs: their soundness, their space, and their ways in and out of the node. */
@Export
@Version("1.0.0")
package io.cooperage.api.disk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
