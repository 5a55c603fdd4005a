/** Template sources: who can build an operating system tree. */
@Export
@Version("1.0.0")
package io.cooperage.spi.template;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
