/** How well a running CT is fenced in, as the kernel says. */
@Export
@Version("1.0.0")
package io.cooperage.api.isolation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
