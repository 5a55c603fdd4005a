/**
 * Ways to have the content of an image file as a read-only block device, each behind one interface
 * and chosen by what the image is and what the host's kernel has.
 */
package io.cooperage.storage.ploop.attach;
