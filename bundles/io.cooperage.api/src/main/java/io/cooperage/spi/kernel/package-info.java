/**
 * Handles of kernel objects as they cross the contracts: descriptors, id maps, processes, devices.
 * No JNA, no policy.
 */
@Export
@Version("1.0.0")
package io.cooperage.spi.kernel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
