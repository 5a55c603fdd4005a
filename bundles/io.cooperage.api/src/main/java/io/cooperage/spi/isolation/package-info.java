/** Isolation: how a CT's processes are fenced in, started and entered. */
@Export
@Version("1.2.0")
package io.cooperage.spi.isolation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
