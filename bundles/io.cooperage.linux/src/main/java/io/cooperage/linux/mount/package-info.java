/** Mounts by descriptor, overlay, idmapped mounts, loop devices, swap areas. */
@Export
@Version("1.0.0")
package io.cooperage.linux.mount;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
