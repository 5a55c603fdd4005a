/**
 * The kernel's network configuration by rtnetlink, in any namespace: devices, addresses, routes,
 * neighbours, switches, and the queues and classes of traffic control.
 */
@Export
@Version("1.0.0")
package io.cooperage.linux.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
