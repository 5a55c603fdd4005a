/** What the kernel's security module does with a process. */
@Export
@Version("1.0.0")
package io.cooperage.linux.security;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
