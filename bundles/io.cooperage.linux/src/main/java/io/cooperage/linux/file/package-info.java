/**
 * Files by descriptor: opening within a hostile tree, durable replacement, locks, extents and
 * reflinks, attributes.
 */
@Export
@Version("1.0.0")
package io.cooperage.linux.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
