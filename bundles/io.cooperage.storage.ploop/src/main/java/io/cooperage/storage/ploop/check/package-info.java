/**
 * Checks ploop images of any layout while nobody uses them, and repairs what can be repaired
 * without guessing: the content of a disk, as far as it can be read, is the same afterwards. What
 * QEMU's own check finds is found here too.
 */
package io.cooperage.storage.ploop.check;
