/**
 * A bundle that the tests install into a running node. It imports nothing of Cooperage, so that it
 * stays while everything else is updated, stopped or removed, {@code ct}'s own server included.
 */
package io.cooperage.itests.node.operator;
