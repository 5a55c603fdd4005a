/** Control groups: one tree per CT over cgroup v1, v2 or hybrid hosts. */
@Export
@Version("1.0.0")
package io.cooperage.spi.cgroup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
