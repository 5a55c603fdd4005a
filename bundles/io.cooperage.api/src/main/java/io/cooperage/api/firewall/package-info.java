/** What the node's firewall lets through to and from each CT. */
@Export
@Version("1.0.0")
package io.cooperage.api.firewall;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
