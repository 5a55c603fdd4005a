/** Networks: how CTs get interfaces, addresses and their limits. */
@Export
@Version("1.0.0")
package io.cooperage.spi.network;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
