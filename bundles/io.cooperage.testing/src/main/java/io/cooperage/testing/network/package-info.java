/** The contract of a network provider as tests. */
@Export
@Version("1.0.0")
package io.cooperage.testing.network;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
