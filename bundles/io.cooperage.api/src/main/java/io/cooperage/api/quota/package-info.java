/** Limits of users and groups inside a CT on its own disk, set and read from the host. */
@Export
@Version("1.0.0")
package io.cooperage.api.quota;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
