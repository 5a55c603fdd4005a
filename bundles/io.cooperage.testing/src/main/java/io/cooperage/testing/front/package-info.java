/**
 * Services of the contract as the fronts see them, in memory: for tests of the shell and of REST.
 */
@Export
@Version("1.0.0")
package io.cooperage.testing.front;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
