/** Disks of CTs out of and into image files of the host. */
package io.cooperage.storage.ploop.transfer;
