/**
 * The kernel's network configuration by rtnetlink, in any namespace: devices, addresses, routes,
 * neighbours, switches.
 */
@Export
@Version("1.0.0")
package io.cooperage.linux.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
