/** Plug-ins: signed archives of bundles that vendors ship and operators install. */
@Export
@Version("1.0.0")
package io.cooperage.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
