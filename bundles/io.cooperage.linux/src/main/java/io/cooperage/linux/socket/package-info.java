/** Unix sockets as the JDK lacks them: message borders, passed descriptors, the peer's identity. */
@Export
@Version("1.0.0")
package io.cooperage.linux.socket;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
