/** Verbs on the disks of containers. */
package io.cooperage.shell.disk;
