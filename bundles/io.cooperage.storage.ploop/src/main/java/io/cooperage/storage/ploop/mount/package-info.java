/**
 * Disks as mounted roots: loop device, file system, id map, and the overlay over a shared template.
 * Every mount is detached until whoever asked for it moves it into place.
 */
package io.cooperage.storage.ploop.mount;
