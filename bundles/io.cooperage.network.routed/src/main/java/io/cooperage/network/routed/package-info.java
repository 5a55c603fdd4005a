/** A routed veth pair per container, by rtnetlink. */
package io.cooperage.network.routed;
