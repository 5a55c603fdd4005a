/**
 * The ploop image format and its DiskDescriptor.xml as values: parsed strictly, written in one
 * canonical way. Nothing here opens a file or knows of a pool; bytes come through {@link
 * io.cooperage.storage.ploop.format.ImageBytes}.
 *
 * <p>Sources: QEMU's docs/interop/parallels.txt, OpenVZ's ploop 9.0.30. All numbers are
 * little-endian; a sector has 512 bytes.
 */
package io.cooperage.storage.ploop.format;
