/** Snapshots of disks: reflinked images beside the one that is written to. */
package io.cooperage.storage.ploop.snapshot;
