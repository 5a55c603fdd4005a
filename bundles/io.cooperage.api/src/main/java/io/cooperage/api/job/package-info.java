/**
 * Jobs: long actions with progress, that can be waited for, listed and cancelled, and that survive
 * the daemon.
 */
@Export
@Version("1.0.0")
package io.cooperage.api.job;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
