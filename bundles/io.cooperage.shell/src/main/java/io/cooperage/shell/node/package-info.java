/** Verbs on the node and its storage pools: {@code ct node doctor}, {@code ct pool status} ... */
package io.cooperage.shell.node;
