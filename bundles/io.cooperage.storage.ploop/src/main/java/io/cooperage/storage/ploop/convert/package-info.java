/**
 * The content of disk images of several formats, read as a {@link
 * io.cooperage.storage.ploop.convert.VirtualDisk} and written as another image by {@link
 * io.cooperage.storage.ploop.convert.Conversion}. Foreign images are hostile: what breaks its
 * format, or needs what is not supported, is refused with a {@link
 * io.cooperage.storage.ploop.format.MalformedImageException}. Nothing here looks into the file
 * system of a disk, mounts, or knows of a pool.
 */
package io.cooperage.storage.ploop.convert;
