/** Care of whole disks: images with the file systems in them. */
package io.cooperage.storage.ploop.upkeep;
