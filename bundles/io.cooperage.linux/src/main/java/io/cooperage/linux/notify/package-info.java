/** Being asked by the kernel before files are opened and read. */
@Export
@Version("1.0.0")
package io.cooperage.linux.notify;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
