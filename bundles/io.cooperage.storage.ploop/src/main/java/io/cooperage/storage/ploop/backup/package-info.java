/**
 * Backups of disks. One is four files: {@code disk.hds}, a ploop image that any tool for ploop
 * reads, or {@code changes}, the blocks that differ from the backup before; {@code index}, which
 * tells where each block belongs and its digest; {@code manifest.json}; and {@code
 * manifest.sha256}, which {@code sha256sum -c} understands. Each names the digest of what it builds
 * on: the manifest that of the index and of its parent's manifest, the index those of the blocks.
 */
package io.cooperage.storage.ploop.backup;
