/** The commands of Karaf's shell, which ct and REST run too. */
package io.cooperage.shell;
