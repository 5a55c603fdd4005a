/** The resident native program that is parent of every container's init, and its Java client. */
package io.cooperage.supervisor;
