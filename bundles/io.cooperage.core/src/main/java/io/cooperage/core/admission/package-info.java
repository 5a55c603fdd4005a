/** Admission: whether what a CT asks for is valid, free, and within what the node has. */
package io.cooperage.core.admission;
