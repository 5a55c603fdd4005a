/** Tells how a running CT is fenced in, layer by layer, from what the kernel says of its init. */
package io.cooperage.isolation.namespaces.inspect;
