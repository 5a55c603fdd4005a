/**
 * Containers (CTs): their names, states, and the service that creates, starts, changes and destroys
 * them.
 */
@Export
@Version("1.1.0")
package io.cooperage.api.container;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
