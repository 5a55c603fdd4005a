/** Containers' disks as ploop images. */
package io.cooperage.storage.ploop;
