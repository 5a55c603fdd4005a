/** Verbs for snapshots and clones. */
package io.cooperage.shell.snapshot;
