/**
 * The client of the supervisor, the resident native pair that is parent of every container's init.
 * Plans are composed here and followed there; the supervisor itself decides nothing. Open to
 * vendors' isolation and checkpoint providers.
 */
@Export
@Version("1.0.0")
package io.cooperage.supervisor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
