/**
 * Jobs for engine bundles and plug-ins: long work that is listed, shows progress and can be
 * cancelled.
 */
@Export
@Version("1.0.0")
package io.cooperage.spi.job;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
