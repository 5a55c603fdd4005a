/** What the node offers to providers, in memory. */
@Export
@Version("1.0.0")
package io.cooperage.testing.node;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
