/**
 * Control groups for tests: the contract of a {@code CgroupProvider}, real groups for tests of
 * controllers on the kernel, and a directory in memory that answers as a kernel would.
 */
@Export
@Version("1.0.0")
package io.cooperage.testing.cgroup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
