/** The supervisor as a service of this node. */
package io.cooperage.supervisor.node;
