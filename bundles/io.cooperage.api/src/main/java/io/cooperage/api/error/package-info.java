/**
 * Errors as users meet them: one exception, an enumerated code with a category, and {@link
 * io.cooperage.api.error.Problem}s for bad input. Fronts map a code once to HTTP and once to an
 * exit code.
 */
@Export
@Version("1.0.0")
package io.cooperage.api.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
