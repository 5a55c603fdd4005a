/**
 * Threads of a purpose: those whose credentials or namespaces are changed, and which are thrown
 * away after one piece of work, and those that look at many CTs.
 */
@Export
@Version("1.0.0")
package io.cooperage.linux.thread;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
