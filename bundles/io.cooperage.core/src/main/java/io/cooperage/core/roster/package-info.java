/** The CTs of this node as the engine holds them in memory. */
package io.cooperage.core.roster;
