/**
 * Runs the real distribution as a node of its own below a temporary root, and drives it as
 * operators do.
 */
package io.cooperage.itests.node;
