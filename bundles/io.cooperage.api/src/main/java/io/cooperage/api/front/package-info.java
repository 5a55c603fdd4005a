/**
 * What the fronts share: who called a command from outside the shell and what that caller can do,
 * vzctl's exit codes, and the plain form in which values are shown as JSON.
 */
@Export
@Version("1.0.0")
package io.cooperage.api.front;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
