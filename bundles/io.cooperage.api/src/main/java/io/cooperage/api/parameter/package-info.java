/**
 * Parameters: the typed, documented settings of a CT. A descriptor is written once by its owner;
 * help, completion, REST schema, stored configuration and checks all come from it.
 */
@Export
@Version("1.1.0")
package io.cooperage.api.parameter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
