/**
 * Thin, typed access to the Linux kernel: system calls by number on the calling thread, errors by
 * name, descriptors with one owner. The sub-packages hold one subject each; vendors' providers may
 * use them as ours do.
 */
@Export
@Version("1.0.0")
package io.cooperage.linux;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
