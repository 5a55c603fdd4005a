/** The node: its folders, its lock, what was changed on the host, and what the host has. */
package io.cooperage.core.node;
