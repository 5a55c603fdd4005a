/**
 * The node's swap: one compressed block device in RAM, made at start, adopted by later daemons,
 * shared by the nodes of a host and removed at the end.
 */
package io.cooperage.controller.vswap.zram;
