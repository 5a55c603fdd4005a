/**
 * Controllers: bundles that own resource parameters and make the kernel obey them. This is what
 * most vendors write; {@code examples/vendor-controller} is a complete one.
 */
@Export
@Version("1.1.0")
package io.cooperage.spi.controller;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
