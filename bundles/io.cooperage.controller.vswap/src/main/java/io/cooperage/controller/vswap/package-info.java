/**
 * Memory and virtual swap of containers ({@code physpages}, {@code swappages}) and the node's
 * compressed swap in RAM that makes it virtual.
 */
package io.cooperage.controller.vswap;
