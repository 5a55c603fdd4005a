/** BPF programs that control groups ask before a process may do something. */
@Export
@Version("1.0.0")
package io.cooperage.linux.bpf;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
