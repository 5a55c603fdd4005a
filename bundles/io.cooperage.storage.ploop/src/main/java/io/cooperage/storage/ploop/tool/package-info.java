/**
 * Programs of the host that make, check and resize file systems. They run when a cache is filled or
 * a disk repaired, never on the way of an ordinary start.
 */
package io.cooperage.storage.ploop.tool;
