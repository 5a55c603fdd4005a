/** Processes by descriptor, their start time and limits, capabilities of the calling thread. */
@Export
@Version("1.0.0")
package io.cooperage.linux.process;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
