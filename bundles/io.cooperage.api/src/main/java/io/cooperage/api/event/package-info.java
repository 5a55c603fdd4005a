/** Events: what happened on the node, for listeners, SSE and {@code ct events}. */
@Export
@Version("1.0.0")
package io.cooperage.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
