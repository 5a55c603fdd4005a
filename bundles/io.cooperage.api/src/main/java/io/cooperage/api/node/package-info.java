/** The node: what this host is and can do, its storage pool, and what Cooperage changed on it. */
@Export
@Version("1.0.0")
package io.cooperage.api.node;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
