/** The kernel's packet filter by libnftables, within this process. */
@Export
@Version("1.0.0")
package io.cooperage.linux.nftables;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
